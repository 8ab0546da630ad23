import { Badge, Button } from '@mantine/core';
import { syncRunState, type SyncRun } from '@os-credits/contracts';
import { IconRefreshOff, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useLocale } from '../../shared/i18n/index.js';
import {
  Field,
  formatDuration,
  LiveMark,
  LoadMore,
  Row,
  RowList,
  RowNote,
  SkeletonRows,
  useViewParams,
} from '../../shared/staff-ui/index.js';
import { Time } from '../../shared/time/index.js';
import { EmptyState, PageHeading, PanelBoundary, StatePanel } from '../../shared/ui/index.js';
import { SyncRunMark } from './components/sync-run-mark.js';
import classes from './perun.module.css';
import { isRunOpen, syncRunsQuery } from './perun.queries.js';

const syncRunListParams = z.object({ state: syncRunState.optional().catch(undefined) });

/** Every pass of the sync, newest first. */
export function SyncRunListPage() {
  const { t } = useTranslation('staff');
  const [{ state }, change] = useViewParams(syncRunListParams);
  const query = useInfiniteQuery(syncRunsQuery(state));
  const isAtWork = query.data?.some((run) => isRunOpen(run.state)) ?? false;
  return (
    <>
      <PageHeading title={t('syncRuns.title')} intro={t('syncRuns.intro')} />
      <div className={classes.filters}>
        <Field label={t('syncRuns.state')}>
          {(control) => (
            <select
              {...control}
              value={state ?? ''}
              onChange={(event) => change({ state: event.currentTarget.value || undefined })}
            >
              <option value="">{t('syncRuns.anyState')}</option>
              {syncRunState.options.map((each) => (
                <option key={each} value={each}>
                  {t(`syncState.${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <LiveMark isLive={isAtWork}>{t(isAtWork ? 'jobs.live' : 'jobs.quiet')}</LiveMark>
      </div>
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={5} height={84} />}
          isEmpty={(runs) => runs.length === 0}
          empty={
            state === undefined ? (
              <EmptyState
                icon={<IconRefreshOff size={32} stroke={1.5} />}
                title={t('syncRuns.emptyTitle')}
                text={t('syncRuns.emptyText')}
              />
            ) : (
              <EmptyState
                icon={<IconSearchOff size={32} stroke={1.5} />}
                title={t('syncRuns.noResultsTitle')}
                text={t('syncRuns.noResultsText')}
                action={
                  <Button onClick={() => change({ state: undefined })}>
                    {t('list.clearFilters')}
                  </Button>
                }
              />
            )
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
        </StatePanel>
      </PanelBoundary>
    </>
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
    <Row className={classes.runRow}>
      <div>
        <span className={classes.nameLine}>
          <Link to="/perun/sync-runs/$id" params={{ id: run.id }}>
            <Time instant={run.startedAt} />
          </Link>
          {run.isDryRun ? (
            <Badge variant="light" color="gray" tt="none" title={t('jobs.dryRunMeaning')}>
              {t('jobs.dryRun')}
            </Badge>
          ) : null}
        </span>
        <RowNote>
          {run.scope === 'project'
            ? t('syncRuns.oneProject', { project: run.project ?? '' })
            : t(`syncRuns.scope.${run.scope}`)}{' '}
          · {run.actor}
        </RowNote>
        {run.error === null ? null : <RowNote isWarning>{run.error}</RowNote>}
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
      <div className={classes.end}>
        {run.endedAt === null
          ? null
          : formatDuration((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000, locale)}
      </div>
    </Row>
  );
}
