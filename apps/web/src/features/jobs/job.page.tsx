import { Skeleton, Stack } from '@mantine/core';
import { IconZoomQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ApiError } from '../../shared/api/api-error.js';
import { Breadcrumb, useViewParams } from '../../shared/staff-ui/index.js';
import {
  EmptyState,
  PageHeading,
  PanelBoundary,
  RouterAnchor,
  RouterButton,
  StatePanel,
} from '../../shared/ui/index.js';
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
  const isMissing = query.error instanceof ApiError && query.error.status === 404;
  return (
    <>
      <Breadcrumb>
        <RouterAnchor to="/jobs">{t('navigation.jobs')}</RouterAnchor>
      </Breadcrumb>
      {isMissing ? (
        <>
          <PageHeading title={t('job.missingTitle')} />
          <EmptyState
            icon={<IconZoomQuestion size={32} stroke={1.5} />}
            title={t('job.missingHeading')}
            text={t('job.missingText')}
            action={<RouterButton to="/jobs">{t('job.toJobs')}</RouterButton>}
          />
        </>
      ) : (
        <PanelBoundary>
          <StatePanel
            query={query}
            skeleton={
              <Stack gap="xl">
                <Skeleton height={48} width="min(24rem, 80%)" />
                <Skeleton height={200} radius="lg" />
                <Skeleton height={360} radius="lg" />
              </Stack>
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
          </StatePanel>
        </PanelBoundary>
      )}
    </>
  );
}
