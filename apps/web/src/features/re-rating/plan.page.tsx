import { Stack } from '@mantine/core';
import { projectName, type ReRatingPlan } from '@os-credits/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ApiError } from '../../shared/api/api-error.js';
import { useLocale } from '../../shared/i18n/index.js';
import {
  Breadcrumb,
  LiveMark,
  MissingPage,
  Notice,
  SkeletonRows,
  useViewParams,
} from '../../shared/staff-ui/index.js';
import { formatInstantRange } from '../../shared/time/index.js';
import { PageHeading, RouterAnchor, RouterButton, StatePanel } from '../../shared/ui/index.js';
import { PlanActions } from './components/plan-actions.js';
import { PlanEntries } from './components/plan-entries.js';
import { PlanFacts } from './components/plan-facts.js';
import { PlanProjects } from './components/plan-projects.js';
import { PlanReadings } from './components/plan-readings.js';
import { PlanStateMark } from './components/plan-state-mark.js';
import { isAtWork, planQuery } from './plans.queries.js';
import { usePlanTitle } from './use-plan-title.js';

const route = getRouteApi('/signed-in/staff/re-rating/$id');
const planParams = z.object({
  search: z.string().max(256).optional().catch(undefined),
  project: projectName.optional().catch(undefined),
});

/** One plan: what it would change, project by project and entry by entry, and the decision about it. */
export function PlanPage() {
  const { t } = useTranslation('rules');
  const { id } = route.useParams();
  const query = useQuery(planQuery(id));
  const isMissing =
    query.error instanceof ApiError &&
    (query.error.code === 're-rating-plan-not-found' || query.error.code === 'invalid-request');
  return (
    <>
      <Breadcrumb>
        <RouterAnchor to="/re-rating">{t('plans.title')}</RouterAnchor>
      </Breadcrumb>
      {isMissing ? (
        <PlanMissing />
      ) : (
        <StatePanel query={query} skeleton={<SkeletonRows count={7} height={48} />}>
          {(plan) => <OnePlan key={id} plan={plan} />}
        </StatePanel>
      )}
    </>
  );
}

function PlanMissing() {
  const { t } = useTranslation('rules');
  return (
    <MissingPage
      title={t('plan.missingTitle')}
      heading={t('plan.missingHeading')}
      text={t('plan.missingText')}
      action={<RouterButton to="/re-rating">{t('plan.toPlans')}</RouterButton>}
    />
  );
}

function OnePlan({ plan }: { plan: ReRatingPlan }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  const [{ search, project }, change] = useViewParams(planParams);
  const titleOf = usePlanTitle();
  const range = formatInstantRange({ from: plan.from, to: plan.to, locale });
  return (
    <>
      <PageHeading title={titleOf(plan.subject, 'heading')} intro={t('plan.intro', { range })}>
        <PlanStateMark state={plan.state} />
      </PageHeading>
      <Stack gap="xl">
        <PlanState plan={plan} />
        <PlanActions plan={plan} />
        <PlanFacts plan={plan} />
        {plan.totals === null ? null : (
          <PlanProjects plan={plan} totals={plan.totals} search={search} onChange={change} />
        )}
        {plan.totals === null || plan.subject.cause !== 'dismissed-readings' ? null : (
          <PlanReadings plan={plan} />
        )}
      </Stack>
      {project === undefined ? null : (
        <PlanEntries plan={plan} project={project} onClose={() => change({ project: undefined })} />
      )}
    </>
  );
}

/** What the state means for who reads it, and whether the page moves by itself. */
function PlanState({ plan }: { plan: ReRatingPlan }) {
  const { t } = useTranslation('rules');
  if (isAtWork(plan.state)) {
    return (
      <LiveMark isLive>
        {t(plan.state === 'computing' ? 'plan.live.computing' : 'plan.live.applying')}
      </LiveMark>
    );
  }
  const tone = plan.state === 'failed' ? 'warning' : plan.state === 'applied' ? 'good' : 'notice';
  return (
    <Notice tone={plan.state === 'rejected' ? 'quiet' : tone}>
      <p>{t(`planState.meaning.${plan.state}`)}</p>
      {plan.problem === null ? null : <p>{plan.problem}</p>}
      {plan.state === 'ready' && plan.needsSecondPerson && !plan.isMine ? (
        <p>{t('plan.secondPerson', { name: plan.author })}</p>
      ) : null}
    </Notice>
  );
}
