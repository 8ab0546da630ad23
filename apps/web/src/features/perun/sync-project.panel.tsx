import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { projectKeys } from '../../shared/api/project-keys.js';
import { useConfig, useSession } from '../../shared/api/session.queries.js';
import { startJob, useIdempotencyKey } from '../../shared/jobs/index.js';
import { FailureNote, GuardedButton, useRefusal } from '../../shared/staff-ui/index.js';
import { RouterAnchor } from '../../shared/ui/index.js';
import classes from './perun.module.css';
import { isMoving, perunKeys, watchedJobQuery, type WatchedJob } from './perun.queries.js';

/** As long as somebody is kept waiting; the job itself goes on. */
const patienceMs = 60_000;

/** Fetches one project from Perun now, and tells how that ended. */
export function SyncProjectPanel({ project }: { project: string }) {
  const { t } = useTranslation('staff');
  const csrfToken = useSession().csrfToken ?? '';
  const { perun } = useConfig();
  const permission = useRefusal()('perun:sync');
  const refusal = perun?.mode === 'off' ? t('sync.off') : permission;
  // A press after a run that ended is a new wish, not the old one again.
  const [pressCount, setPressCount] = useState(0);
  const keyOf = useIdempotencyKey();
  const start = useMutation({
    mutationFn: () => {
      const request = { type: 'perun-sync', parameters: { project }, isDryRun: false };
      return startJob({ request, csrfToken, idempotencyKey: keyOf([request, pressCount]) });
    },
  });
  const started = start.data;
  const [isPatient, setIsPatient] = useState(true);
  const watched = useQuery(watchedJobQuery(started?.job.id ?? null, isPatient));
  const job = watched.data?.id === started?.job.id ? watched.data : undefined;
  const isUnderWay =
    start.isPending || (started !== undefined && isPatient && (!job || isMoving(job.state)));
  useEndOfPatience(pressCount, () => setIsPatient(false));
  useRefreshAfter(project, job?.state);

  const press = (): void => {
    setIsPatient(true);
    setPressCount((count) => count + 1);
    start.mutate();
  };
  return (
    <div className={classes.projectSync}>
      <GuardedButton
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        refusal={refusal}
        loading={isUnderWay}
        onClick={press}
      >
        {t('sync.project')}
      </GuardedButton>
      <div role="status">
        {isUnderWay ? <p>{t('sync.underWay')}</p> : null}
        {started && !isUnderWay ? (
          <Outcome job={job} jobId={started.job.id} isOther={isOtherSync(started, project)} />
        ) : null}
      </div>
      {start.error ? <FailureNote error={start.error} /> : null}
      {watched.error && started ? <FailureNote error={watched.error} /> : null}
    </div>
  );
}

type Started = { isNew: boolean; job: { parameters: Record<string, unknown> } };

/** Only one sync runs at a time: a start meanwhile leads to that one, which may be about another project. */
function isOtherSync({ isNew, job }: Started, project: string): boolean {
  const about = job.parameters['project'];
  return !isNew && about !== undefined && about !== null && about !== project;
}

type OutcomeProps = { job: WatchedJob | undefined; jobId: string; isOther: boolean };

function Outcome({ job, jobId, isOther }: OutcomeProps) {
  const { t } = useTranslation('staff');
  const toJob = (
    <RouterAnchor to="/jobs/$id" params={{ id: jobId }}>
      {t('sync.toJob')}
    </RouterAnchor>
  );
  if (isOther) return <Told tone="notice" text={t('sync.other')} link={toJob} />;
  switch (job?.state) {
    case 'succeeded':
      return (
        <Told
          tone="good"
          text={t('sync.done')}
          link={
            job.result ? (
              <RouterAnchor to="/perun/sync-runs/$id" params={{ id: job.result.syncRunId }}>
                {t('result.toSyncRun')}
              </RouterAnchor>
            ) : (
              toJob
            )
          }
        />
      );
    case 'waiting-for-approval':
      return <Told tone="notice" text={t('sync.waits')} link={toJob} />;
    case 'failed':
    case 'dead':
      return (
        <Told
          tone="bad"
          text={t('sync.failed', { message: job.error?.message ?? '' })}
          link={toJob}
        />
      );
    case 'cancelled':
      return <Told tone="notice" text={t('sync.cancelled')} link={toJob} />;
    case 'queued':
    case 'running':
    case undefined:
      return (
        <Told tone="notice" text={t('sync.timeout', { seconds: patienceMs / 1000 })} link={toJob} />
      );
  }
}

type ToldProps = { tone: 'good' | 'notice' | 'bad'; text: string; link: ReactNode };

function Told({ tone, text, link }: ToldProps) {
  return (
    <p className={classes.told} data-tone={tone}>
      {text} {link}
    </p>
  );
}

/** Calls back once a while after each press. */
function useEndOfPatience(pressCount: number, onEnd: () => void): void {
  const [end] = useState(() => ({ call: onEnd }));
  // Sets a timer of the browser.
  useEffect(() => {
    if (pressCount === 0) return undefined;
    const timer = setTimeout(() => end.call(), patienceMs);
    return () => clearTimeout(timer);
  }, [pressCount, end]);
}

/** What the sync changed about the project shows at once. */
function useRefreshAfter(project: string, state: WatchedJob['state'] | undefined): void {
  const queryClient = useQueryClient();
  // Synchronises the query cache, which is outside React, with a run that ended.
  useEffect(() => {
    if (state === undefined || isMoving(state)) return;
    void queryClient.invalidateQueries({ queryKey: projectKeys.project(project) });
    void queryClient.invalidateQueries({ queryKey: perunKeys.all });
  }, [queryClient, project, state]);
}
