import { Button } from '@mantine/core';
import { IconListCheck, IconPlus, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isActive } from '../../shared/jobs/index.js';
import { LiveMark, LoadMore, SkeletonRows, useViewParams } from '../../shared/staff-ui/index.js';
import {
  EmptyState,
  PageHeading,
  PanelBoundary,
  RouterButton,
  StatePanel,
} from '../../shared/ui/index.js';
import { DeadNotice } from './components/dead-notice.js';
import { JobFilters } from './components/job-filters.js';
import { JobList } from './components/job-list.js';
import { StateFilter } from './components/state-filter.js';
import classes from './job-list.module.css';
import { isNarrowed, jobListParams } from './job-list.params.js';
import { jobListQuery } from './jobs.queries.js';

/** Every run of long work, newest first. */
export function JobListPage() {
  const { t } = useTranslation('staff');
  const [params, change] = useViewParams(jobListParams);
  const query = useInfiniteQuery(jobListQuery(params));
  const isAtWork = query.data?.jobs.some(({ state }) => isActive(state)) ?? false;
  const clearFilters = (): void =>
    change({ state: undefined, type: undefined, actor: undefined, from: undefined, to: undefined });

  return (
    <>
      <PageHeading title={t('jobs.title')} intro={t('jobs.intro')}>
        <span className={classes.start}>
          <RouterButton to="/jobs/new" leftSection={<IconPlus size={17} aria-hidden />}>
            {t('jobs.start')}
          </RouterButton>
        </span>
      </PageHeading>
      <DeadNotice counts={query.data?.counts} type={params.type} onShow={change} />
      <StateFilter chosen={params.state} counts={query.data?.counts} onChange={change} />
      <JobFilters params={params} onChange={change} />
      <p className={classes.live}>
        <LiveMark isLive={isAtWork}>{t(isAtWork ? 'jobs.live' : 'jobs.quiet')}</LiveMark>
      </p>
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={6} height={78} />}
          isEmpty={({ jobs }) => jobs.length === 0}
          empty={
            isNarrowed(params) ? (
              <EmptyState
                icon={<IconSearchOff size={32} stroke={1.5} />}
                title={t('jobs.noResultsTitle')}
                text={t('jobs.noResultsText')}
                action={<Button onClick={clearFilters}>{t('list.clearFilters')}</Button>}
              />
            ) : (
              <EmptyState
                icon={<IconListCheck size={32} stroke={1.5} />}
                title={t('jobs.emptyTitle')}
                text={t('jobs.emptyText')}
                action={<RouterButton to="/jobs/new">{t('jobs.start')}</RouterButton>}
              />
            )
          }
        >
          {({ jobs }) => (
            <>
              <JobList jobs={jobs} label={t('jobs.title')} isDimmed={query.isPlaceholderData} />
              <LoadMore query={query} />
            </>
          )}
        </StatePanel>
      </PanelBoundary>
    </>
  );
}
