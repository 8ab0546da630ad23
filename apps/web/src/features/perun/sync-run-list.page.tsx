import { syncRunState, type SyncRun } from '@os-credits/contracts';
import { IconRefreshOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useLocale } from '../../shared/i18n/index.js';
import { DryRunBadge } from '../../shared/jobs/index.js';
import {
  ColumnRow,
  FilterLine,
  formatDuration,
  LiveMark,
  LoadMore,
  RowList,
  RowName,
  RowNote,
  SelectField,
  StaffListPage,
  useViewParams,
} from '../../shared/staff-ui/index.js';
import { Time } from '../../shared/time/index.js';
import { SyncRunMark } from './components/sync-run-mark.js';
import classes from './perun.module.css';
import list from './sync-run-list.module.css';
import { isRunOpen, syncRunsQuery } from './perun.queries.js';

const syncRunListParams = z.object({ state: syncRunState.optional().catch(undefined) });

/** Every pass of the sync, newest first. */
export function SyncRunListPage() {
  const { t } = useTranslation('staff');
  const [{ state }, change] = useViewParams(syncRunListParams);
  const query = useInfiniteQuery(syncRunsQuery(state));
  const isAtWork = query.data?.some((run) => isRunOpen(run.state)) ?? false;
  return (
    <StaffListPage
      title={t('syncRuns.title')}
      intro={t('syncRuns.intro')}
      filters={
        <FilterLine>
          <SelectField
            label={t('syncRuns.state')}
            value={state}
            anyLabel={t('syncRuns.anyState')}
            options={syncRunState.options}
            labelOf={(each) => t(`syncState.${each}`)}
            onSelect={(each) => change({ state: each })}
          />
          <LiveMark isLive={isAtWork}>{t(isAtWork ? 'jobs.live' : 'jobs.quiet')}</LiveMark>
        </FilterLine>
      }
      query={query}
      skeleton={{ count: 5, height: 84 }}
      isEmpty={(runs) => runs.length === 0}
      nothing={{
        icon: IconRefreshOff,
        title: t('syncRuns.emptyTitle'),
        text: t('syncRuns.emptyText'),
      }}
      noResults={
        state === undefined
          ? null
          : {
              title: t('syncRuns.noResultsTitle'),
              text: t('syncRuns.noResultsText'),
              onClear: () => change({ state: undefined }),
            }
      }
    >
      {(runs) => (
        <>
          <RowList label={t('syncRuns.title')} isDimmed={query.isPlaceholderData}>
            {runs.map((run) => (
              <SyncRunRow key={run.id} run={run} />
            ))}
          </RowList>
          <LoadMore query={query} />
        </>
      )}
    </StaffListPage>
  );
}

function SyncRunRow({ run }: { run: SyncRun }) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const count = (status: string): number =>
    run.counts.reduce((sum, each) => (each.status === status ? sum + each.count : sum), 0);
  const total = run.counts.reduce((sum, each) => sum + each.count, 0);
  const failed = count('failed');
  return (
    <ColumnRow className={classes.runRow}>
      <div>
        <RowName>
          <Link to="/perun/sync-runs/$id" params={{ id: run.id }}>
            <Time instant={run.startedAt} />
          </Link>
          {run.isDryRun ? <DryRunBadge /> : null}
        </RowName>
        <RowNote>
          {run.scope === 'project'
            ? t('syncRuns.oneProject', { project: run.project ?? '' })
            : t(`syncRuns.scope.${run.scope}`)}{' '}
          · {run.actor}
        </RowNote>
        {run.error === null ? null : (
          <RowNote isWarning>
            <span className={list.error} title={run.error} lang="en">
              {run.error}
            </span>
          </RowNote>
        )}
      </div>
      <div>
        <SyncRunMark state={run.state} />
      </div>
      <div>
        {t('syncRuns.changes', { count: total })}
        <RowNote>{t('syncRuns.calls', { count: run.callCount })}</RowNote>
        {run.waitingCount > 0 && run.state === 'waiting' ? (
          <RowNote isWarning>{t('syncRuns.waiting', { count: run.waitingCount })}</RowNote>
        ) : null}
        {failed > 0 ? <RowNote isWarning>{t('syncRuns.failed', { count: failed })}</RowNote> : null}
      </div>
      <div className={list.duration}>
        {run.endedAt === null
          ? null
          : formatDuration((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000, locale)}
      </div>
    </ColumnRow>
  );
}
