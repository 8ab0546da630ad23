import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { BalancePanel, projectDetailQuery } from '../../features/balance/index.js';
import { type StatementParams } from '../../features/statement/statement.params.js';
import { type UsageHistoryParams } from '../../features/usage-history/usage-history.params.js';
import { isProjectMissing } from '../../shared/api/api-error.js';
import { useSession } from '../../shared/api/session.queries.js';
import { loadStaffCatalogue } from '../../shared/i18n/index.js';
import { HeldErrors, PanelBoundary, RouterAnchor, StatePanel } from '../../shared/ui/index.js';
import { ProjectMissing } from './project-missing.js';
import classes from './project.module.css';
import { ProjectHeading } from './project-heading.js';
import { useRefreshOnBalance } from './use-refresh-on-balance.js';

const route = getRouteApi('/signed-in/projects/$name');

// The balance answers first; what lies below it follows in chunks of its own.
const UsageHistoryPanel = lazy(() =>
  import('../../features/usage-history/index.js').then((module) => ({
    default: module.UsageHistoryPanel,
  })),
);
const StatementPanel = lazy(() =>
  import('../../features/statement/index.js').then((module) => ({
    default: module.StatementPanel,
  })),
);
const ChargeDrawer = lazy(() =>
  import('../../features/charge-working/index.js').then((module) => ({
    default: module.ChargeDrawer,
  })),
);
// Staff only, with words of its own.
const SyncProjectPanel = lazy(() =>
  Promise.all([import('../../features/perun/sync-project.panel.js'), loadStaffCatalogue()]).then(
    ([module]) => ({ default: module.SyncProjectPanel }),
  ),
);

/** One project: the answer first, then use over time, then the statement. Each panel fails alone. */
export function ProjectPage() {
  const { t } = useTranslation();
  const { name } = route.useParams();
  const { charge, ...params } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(projectDetailQuery(name));
  const isStaff = useSession().user?.staffRole != null;
  useRefreshOnBalance(name, query.data?.used);

  const changeView = (next: Partial<UsageHistoryParams & StatementParams>): void => {
    void navigate({
      search: (current) => ({ ...current, ...next }),
      replace: true,
      resetScroll: false,
    });
  };
  const closeCharge = (): void => {
    void navigate({ search: (current) => ({ ...current, charge: undefined }), resetScroll: false });
  };

  // Neither are shown panels of a project that is not there, nor is one kept that was withdrawn.
  if (isProjectMissing(query.error)) return <ProjectMissing name={name} />;

  return (
    // While the project itself is asked for, a part that does not find it is no news yet.
    <HeldErrors holds={(error) => query.isPending && isProjectMissing(error)}>
      <nav aria-label={t('project.breadcrumb')} className={classes.breadcrumb}>
        <RouterAnchor to="/projects">{t('shell.projects')}</RouterAnchor>
      </nav>
      <ProjectHeading name={name} project={query.data} />
      {isStaff ? (
        <PanelBoundary>
          <Suspense fallback={<Skeleton height={36} width="16rem" mb="lg" />}>
            <SyncProjectPanel project={name} />
          </Suspense>
        </PanelBoundary>
      ) : null}
      <Stack gap="xl">
        <PanelBoundary>
          <StatePanel query={query} skeleton={<Skeleton height={372} radius="lg" />}>
            {(project) => <BalancePanel project={project} />}
          </StatePanel>
        </PanelBoundary>
        <Suspense fallback={<Skeleton height={560} radius="lg" />}>
          <UsageHistoryPanel
            project={name}
            account={query.data}
            params={params}
            onParamsChange={changeView}
          />
        </Suspense>
        <Suspense fallback={<Skeleton height={480} radius="lg" />}>
          <StatementPanel
            project={name}
            params={params}
            onParamsChange={changeView}
            renderChargeLink={(chargeId, label) => (
              <Link
                from="/projects/$name"
                to="."
                search={(current) => ({ ...current, charge: chargeId })}
                resetScroll={false}
                aria-label={label}
                className={classes.chargeLink}
              >
                {t('project.working')}
              </Link>
            )}
          />
        </Suspense>
      </Stack>
      {charge ? (
        <Suspense fallback={null}>
          <ChargeDrawer project={name} chargeId={charge} onClose={closeCharge} />
        </Suspense>
      ) : null}
    </HeldErrors>
  );
}
