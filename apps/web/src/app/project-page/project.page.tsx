import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { BalancePanel, projectDetailQuery } from '../../features/balance/index.js';
import { type WhatIfParams } from '../../features/calculator/calculator.params.js';
import { type StatementParams } from '../../features/statement/statement.params.js';
import { type UsageHistoryParams } from '../../features/usage-history/usage-history.params.js';
import { isProjectMissing } from '../../shared/api/api-error.js';
import { useSession } from '../../shared/api/session.queries.js';
import { loadCatalogue, loadStaffCatalogue } from '../../shared/i18n/index.js';
import { HeldErrors, PanelBoundary, RouterAnchor, StatePanel } from '../../shared/ui/index.js';
import { ProjectMissing } from './project-missing.js';
import classes from './project.module.css';
import { ProjectHeading } from './project-heading.js';
import { ChargeLinks } from './charge-links.js';
import { intervalOf, runningHour } from './project.params.js';
import { useRefreshOnBalance } from './use-refresh-on-balance.js';

const route = getRouteApi('/signed-in/projects/$name');

// The balance answers first; what lies below it follows in chunks of its own.
const UsageHistoryPanel = lazy(() =>
  import('../../features/usage-history/index.js').then((module) => ({
    default: module.UsageHistoryPanel,
  })),
);
const loadAccountWords = () => loadCatalogue('account');
const StatementPanel = lazy(() =>
  Promise.all([import('../../features/statement/index.js'), loadAccountWords()]).then(
    ([module]) => ({ default: module.StatementPanel }),
  ),
);
const StatementFiles = lazy(() =>
  Promise.all([import('../../features/statement-files/index.js'), loadAccountWords()]).then(
    ([module]) => ({ default: module.StatementFiles }),
  ),
);
const PeriodChargesDrawer = lazy(() =>
  Promise.all([
    import('../../features/charge-passport/period-charges.drawer.js'),
    loadAccountWords(),
  ]).then(([module]) => ({ default: module.PeriodChargesDrawer })),
);
const ChargeDrawer = lazy(() =>
  import('../../features/charge-working/index.js').then((module) => ({
    default: module.ChargeDrawer,
  })),
);
const ProjectCompletenessPanel = lazy(() =>
  Promise.all([
    import('../../features/data-quality/project-completeness.panel.js'),
    loadAccountWords(),
  ]).then(([module]) => ({ default: module.ProjectCompletenessPanel })),
);
const WhatIfPanel = lazy(() =>
  Promise.all([
    import('../../features/calculator/what-if.panel.js'),
    loadCatalogue('calculator'),
  ]).then(([module]) => ({ default: module.WhatIfPanel })),
);
// Staff only, with words of its own.
const SyncProjectPanel = lazy(() =>
  Promise.all([import('../../features/perun/sync-project.panel.js'), loadStaffCatalogue()]).then(
    ([module]) => ({ default: module.SyncProjectPanel }),
  ),
);
const corrections = () =>
  Promise.all([
    import('../../features/corrections/index.js'),
    loadStaffCatalogue(),
    loadAccountWords(),
  ]).then(([module]) => module);
const CorrectionsPanel = lazy(() =>
  corrections().then(({ CorrectionsPanel: panel }) => ({ default: panel })),
);
const ReverseLink = lazy(() => corrections().then(({ ReverseLink: link }) => ({ default: link })));

/** One project: the answer first, then use over time, then the statement. Each panel fails alone. */
export function ProjectPage() {
  const { t } = useTranslation();
  const { name } = route.useParams();
  const { charge, bar, correct, ...params } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(projectDetailQuery(name));
  const isStaff = useSession().user?.staffRole != null;
  useRefreshOnBalance(name, query.data?.used);

  const changeView = (next: Partial<UsageHistoryParams & StatementParams & WhatIfParams>): void => {
    void navigate({
      search: (current) => ({ ...current, ...next }),
      replace: true,
      resetScroll: false,
    });
  };
  const show = (next: {
    charge?: undefined;
    bar?: string | undefined;
    correct?: string | undefined;
  }) => {
    void navigate({ search: (current) => ({ ...current, ...next }), resetScroll: false });
  };
  const period = bar === undefined ? null : intervalOf(bar);

  // Neither are shown panels of a project that is not there, nor is one kept that was withdrawn.
  if (isProjectMissing(query.error)) return <ProjectMissing name={name} />;

  return (
    // While the project itself is asked for, a part that does not find it is no news yet.
    <HeldErrors holds={(error) => query.isPending && isProjectMissing(error)}>
      <nav aria-label={t('project.breadcrumb')} className={classes.breadcrumb}>
        <RouterAnchor to="/projects">{t('shell.projects')}</RouterAnchor>
      </nav>
      <ProjectHeading
        name={name}
        project={query.data}
        actions={
          isStaff ? (
            <PanelBoundary>
              <Suspense fallback={<Skeleton height={36} width="min(28rem, 80vw)" />}>
                <SyncProjectPanel project={name} />
                <CorrectionsPanel
                  project={name}
                  target={correct}
                  onTargetChange={(target) => show({ correct: target })}
                />
              </Suspense>
            </PanelBoundary>
          ) : null
        }
      />
      <Stack gap="xl">
        <PanelBoundary>
          <StatePanel query={query} skeleton={<Skeleton height={372} radius="lg" />}>
            {(project) => (
              <BalancePanel
                project={project}
                onRunningHourOpen={() => show({ bar: runningHour(Date.now()) })}
              >
                <Suspense fallback={<Skeleton height={24} width="14rem" />}>
                  <ProjectCompletenessPanel project={name} />
                </Suspense>
              </BalancePanel>
            )}
          </StatePanel>
        </PanelBoundary>
        <Suspense fallback={<Skeleton height={560} radius="lg" />}>
          <UsageHistoryPanel
            project={name}
            account={query.data}
            params={params}
            onParamsChange={changeView}
            onBucketOpen={({ from, to }) => show({ bar: `${from}/${to}` })}
          />
        </Suspense>
        <Suspense fallback={<Skeleton height={110} radius="lg" />}>
          <WhatIfPanel project={name} params={params} onParamsChange={changeView} />
        </Suspense>
        <Suspense fallback={<Skeleton height={480} radius="lg" />}>
          <StatementPanel
            project={name}
            params={params}
            onParamsChange={changeView}
            asOf={query.data?.asOf}
            renderFiles={(shown) => (
              <Suspense fallback={<Skeleton height={84} radius="lg" mb="lg" />}>
                <StatementFiles project={name} period={shown} />
              </Suspense>
            )}
            renderChargeLink={(chargeId, hour) => (
              <ChargeLinks project={name} chargeId={chargeId} hour={hour} />
            )}
            renderEntryAction={
              isStaff
                ? (entryId) => (
                    <Suspense fallback={null}>
                      <ReverseLink entryId={entryId} />
                    </Suspense>
                  )
                : undefined
            }
          />
        </Suspense>
      </Stack>
      {charge ? (
        <Suspense fallback={null}>
          <ChargeDrawer
            project={name}
            chargeId={charge}
            onClose={() => show({ charge: undefined })}
          />
        </Suspense>
      ) : null}
      {period ? (
        <Suspense fallback={null}>
          <PeriodChargesDrawer
            project={name}
            period={period}
            onClose={() => show({ bar: undefined })}
          />
        </Suspense>
      ) : null}
    </HeldErrors>
  );
}
