import { IconListCheck, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isActive } from '../../shared/jobs/index.js';
import { LiveMark, LoadMore, StaffListPage, useViewParams } from '../../shared/staff-ui/index.js';
import { RouterButton } from '../../shared/ui/index.js';
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
    <StaffListPage
      title={t('jobs.title')}
      intro={t('jobs.intro')}
      actions={
        <RouterButton to="/jobs/new" leftSection={<IconPlus size={17} aria-hidden />}>
          {t('jobs.start')}
        </RouterButton>
      }
      filters={
        <>
          <DeadNotice counts={query.data?.counts} type={params.type} onShow={change} />
          <StateFilter chosen={params.state} counts={query.data?.counts} onChange={change} />
          <JobFilters params={params} onChange={change} />
          <p className={classes.live}>
            <LiveMark isLive={isAtWork}>{t(isAtWork ? 'jobs.live' : 'jobs.quiet')}</LiveMark>
          </p>
        </>
      }
      query={query}
      skeleton={{ count: 6, height: 78 }}
      isEmpty={({ jobs }) => jobs.length === 0}
      nothing={{
        icon: IconListCheck,
        title: t('jobs.emptyTitle'),
        text: t('jobs.emptyText'),
        action: <RouterButton to="/jobs/new">{t('jobs.start')}</RouterButton>,
      }}
      noResults={
        isNarrowed(params)
          ? {
              title: t('jobs.noResultsTitle'),
              text: t('jobs.noResultsText'),
              onClear: clearFilters,
            }
          : null
      }
    >
      {({ jobs }) => (
        <>
          <JobList jobs={jobs} label={t('jobs.title')} isDimmed={query.isPlaceholderData} />
          <LoadMore query={query} />
        </>
      )}
    </StaffListPage>
  );
}
