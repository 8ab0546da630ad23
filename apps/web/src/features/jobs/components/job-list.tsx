import { type JobRun } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  DryRunBadge,
  isActive,
  JobProgressBar,
  JobStateMark,
  useLocalized,
  useRunSeconds,
} from '../../../shared/jobs/index.js';
import { formatDuration } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../job-list.module.css';

type JobListProps = {
  jobs: readonly JobRun[];
  label: string;
  isDimmed?: boolean;
};

export function JobList({ jobs, label, isDimmed = false }: JobListProps) {
  return (
    <ul className={classes.list} aria-label={label} data-dimmed={isDimmed}>
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
    </ul>
  );
}

function JobRow({ job }: { job: JobRun }) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  return (
    <li className={classes.row}>
      <div className={classes.name}>
        <span className={classes.nameLine}>
          <Link to="/jobs/$id" params={{ id: job.id }} className={classes.link}>
            {localized(job.title)}
          </Link>
          {job.isDryRun ? <DryRunBadge /> : null}
        </span>
        <span className={classes.soft}>
          <Time instant={job.createdAt} /> · {job.actor.name}
          {job.childCount > 0 ? ` · ${t('jobs.children', { count: job.childCount })}` : null}
        </span>
        {job.error ? (
          <span className={classes.error} title={job.error.message}>
            {job.error.message}
          </span>
        ) : null}
      </div>
      <div>
        <JobStateMark state={job.state} />
      </div>
      <div className={classes.progress}>
        <JobProgressBar job={job} />
      </div>
      <div className={classes.times}>
        <RunTime job={job} />
        {job.attempt > 1 ? (
          <span className={classes.soft}>{t('jobs.attempt', { attempt: job.attempt })}</span>
        ) : null}
      </div>
    </li>
  );
}

/** How long it ran, or has been running. */
function RunTime({ job }: { job: JobRun }) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const seconds = useRunSeconds(job);
  if (seconds === null) return <span className={classes.soft}>{t('jobs.notStarted')}</span>;
  return (
    <span title={t(isActive(job.state) ? 'jobs.runsSince' : 'jobs.ranFor')}>
      {formatDuration(seconds, locale)}
    </span>
  );
}
