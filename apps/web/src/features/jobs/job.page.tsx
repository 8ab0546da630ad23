import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { DetailPage, MissingPage, useViewParams } from '../../shared/staff-ui/index.js';
import { RouterAnchor, RouterButton } from '../../shared/ui/index.js';
import { JobOverview } from './components/job-overview.js';
import { logLevels } from './components/job-log.js';
import { jobQuery } from './jobs.queries.js';

const route = getRouteApi('/signed-in/staff/jobs/$id');

const jobPageParams = z.object({
  level: z.enum(logLevels).catch('debug'),
  /** Set where a start led to a run that was there already. */
  already: z.literal('true').optional().catch(undefined),
});

/** One run: how far it is, what it says, what came of it. */
export function JobPage() {
  const { t } = useTranslation('staff');
  const { id } = route.useParams();
  const [params, change] = useViewParams(jobPageParams);
  const query = useQuery(jobQuery(id));
  return (
    <DetailPage
      back={<RouterAnchor to="/jobs">{t('navigation.jobs')}</RouterAnchor>}
      query={query}
      missing={
        <MissingPage
          title={t('job.missingTitle')}
          heading={t('job.missingHeading')}
          text={t('job.missingText')}
          action={<RouterButton to="/jobs">{t('job.toJobs')}</RouterButton>}
        />
      }
    >
      {(job) => (
        // Everything below belongs to one run; another one begins afresh.
        <JobOverview
          key={job.id}
          job={job}
          askedAtMs={query.dataUpdatedAt}
          level={params.level}
          isAlready={params.already === 'true'}
          onChange={change}
        />
      )}
    </DetailPage>
  );
}
