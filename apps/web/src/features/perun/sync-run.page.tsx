import { Stack } from '@mantine/core';
import { syncItemKind, syncItemStatus, type SyncRun } from '@os-credits/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useLocale } from '../../shared/i18n/index.js';
import { DryRunBadge } from '../../shared/jobs/index.js';
import {
  DetailPage,
  Fact,
  Facts,
  formatDuration,
  LiveMark,
  MissingPage,
  useViewParams,
} from '../../shared/staff-ui/index.js';
import { Time } from '../../shared/time/index.js';
import { PageHeading, Panel, RouterAnchor, RouterButton } from '../../shared/ui/index.js';
import { ChangeSet } from './components/change-set.js';
import { SyncRunMark } from './components/sync-run-mark.js';
import { WaitingItems } from './components/waiting-items.js';
import classes from './perun.module.css';
import { isRunOpen, syncRunQuery } from './perun.queries.js';

const route = getRouteApi('/signed-in/staff/perun/sync-runs/$id');

const syncRunParams = z.object({
  status: syncItemStatus.optional().catch(undefined),
  kind: syncItemKind.optional().catch(undefined),
  project: z.string().max(256).optional().catch(undefined),
});
export type SyncRunParams = z.output<typeof syncRunParams>;

/** One sync run: what waits for a decision, and everything that it changes. */
export function SyncRunPage() {
  const { t } = useTranslation('staff');
  const { id } = route.useParams();
  const [params, change] = useViewParams(syncRunParams);
  const query = useQuery(syncRunQuery(id));
  return (
    <DetailPage
      back={<RouterAnchor to="/perun/sync-runs">{t('navigation.syncRuns')}</RouterAnchor>}
      query={query}
      missing={
        <MissingPage
          title={t('syncRun.missingTitle')}
          heading={t('syncRun.missingHeading')}
          text={t('job.missingText')}
          action={<RouterButton to="/perun/sync-runs">{t('syncRun.toRuns')}</RouterButton>}
        />
      }
    >
      {(run) => (
        <Stack gap="xl">
          <RunSummary run={run} />
          {run.waitingCount > 0 ? <WaitingItems key={run.id} run={run} /> : null}
          <ChangeSet run={run} params={params} onChange={change} />
        </Stack>
      )}
    </DetailPage>
  );
}

function RunSummary({ run }: { run: SyncRun }) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const count = (value: number): string => new Intl.NumberFormat(locale).format(value);
  const isOpen = isRunOpen(run.state);
  return (
    <div>
      <PageHeading
        title={t('syncRun.title')}
        intro={
          run.scope === 'project'
            ? t('syncRuns.oneProject', { project: run.project ?? '' })
            : t(`syncRuns.scope.${run.scope}`)
        }
      >
        <SyncRunMark state={run.state} />
        {run.isDryRun ? <DryRunBadge /> : null}
      </PageHeading>
      <Panel
        title={t('syncRun.summary')}
        actions={
          <RouterAnchor to="/jobs/$id" params={{ id: run.jobId }}>
            {t('syncRun.toJob')}
          </RouterAnchor>
        }
      >
        <p className={classes.meaning} role="status">
          {t(`syncState.meaning.${run.state}`)} {run.isDryRun ? t('syncRun.isDryRun') : null}
        </p>
        {run.error === null ? null : (
          <p className={classes.runError}>
            {t('syncRun.error')} <span lang="en">{run.error}</span>
          </p>
        )}
        <Facts>
          <Fact label={t('job.startedAt')}>
            <Time instant={run.startedAt} />
          </Fact>
          <Fact label={t('job.duration')}>
            {run.endedAt === null
              ? t('syncRun.notOver')
              : formatDuration(
                  (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000,
                  locale,
                )}
          </Fact>
          <Fact label={t('job.actor')}>{run.actor}</Fact>
          <Fact label={t('syncRun.groups')}>
            {run.groupCount === null ? t('value.unknown') : count(run.groupCount)}
          </Fact>
          <Fact label={t('syncRun.callCount')}>{count(run.callCount)}</Fact>
        </Facts>
        {isOpen ? (
          <p className={classes.live}>
            <LiveMark isLive>{t('syncRun.live')}</LiveMark>
          </p>
        ) : null}
      </Panel>
    </div>
  );
}
