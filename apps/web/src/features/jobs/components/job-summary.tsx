import { type JobRun } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import { isActive, JobProgressBar, useRunSeconds } from '../../../shared/jobs/index.js';
import { Fact, Facts, formatDuration, LiveMark } from '../../../shared/staff-ui/index.js';
import { Time, useNow } from '../../../shared/time/index.js';
import classes from '../job.module.css';
import { type FollowStatus } from '../model/follow-job.js';

type JobSummaryProps = { job: JobRun; status: FollowStatus };

/** How far it is, how fast it goes, and who wanted it. */
export function JobSummary({ job, status }: JobSummaryProps) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const nowMs = useNow();
  const seconds = useRunSeconds(job);
  const active = isActive(job.state);
  const { perSecond, remainingSeconds } = job.progress;
  const isWaitingForNext = job.state === 'queued' && Date.parse(job.availableAt) > nowMs;
  return (
    <>
      <div className={classes.progress}>
        <JobProgressBar job={job} />
      </div>
      {/* Said aloud only when the state changes, not with every step. */}
      <p className={classes.meaning} role="status">
        {t(`jobState.meaning.${job.state}`)}
        {job.cancelRequestedAt !== null && active ? ` ${t('job.cancelRequested')}` : null}
      </p>
      <Facts>
        {job.state === 'running' ? (
          <>
            <Fact label={t('job.rate')}>
              {perSecond === null
                ? t('value.unknown')
                : t('job.perSecond', {
                    rate: new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }).format(
                      perSecond,
                    ),
                  })}
            </Fact>
            <Fact label={t('job.remaining')}>
              {remainingSeconds === null
                ? t('value.unknown')
                : t('job.about', { duration: formatDuration(remainingSeconds, locale) })}
            </Fact>
          </>
        ) : null}
        {isWaitingForNext ? (
          <Fact label={t('job.availableAt')}>
            <Time instant={job.availableAt} style="date-time" />
          </Fact>
        ) : null}
        <Fact label={t('job.createdAt')}>
          <Time instant={job.createdAt} />
        </Fact>
        <Fact label={t('job.startedAt')}>
          {job.startedAt === null ? t('jobs.notStarted') : <Time instant={job.startedAt} />}
        </Fact>
        <Fact label={t('job.duration')}>
          {seconds === null ? t('value.none') : formatDuration(seconds, locale)}
        </Fact>
        <Fact label={t('job.actor')}>
          {job.actor.name} ({t(`actorKind.${job.actor.kind}`)})
        </Fact>
        <Fact label={t('job.attempt')}>
          {t('job.attemptOf', { attempt: job.attempt, max: job.attemptsMax })}
        </Fact>
      </Facts>
      {active ? (
        <p className={classes.live}>
          <LiveMark isLive={status === 'live'}>{t(`job.live.${status}`)}</LiveMark>
        </p>
      ) : null}
    </>
  );
}
