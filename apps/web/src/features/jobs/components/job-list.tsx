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
import {
  ColumnRow,
  formatDuration,
  RowList,
  RowName,
  RowNote,
  RowNothing,
} from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../job-list.module.css';

type JobListProps = {
  jobs: readonly JobRun[];
  label: string;
  isDimmed?: boolean;
};

export function JobList({ jobs, label, isDimmed = false }: JobListProps) {
  return (
    <RowList label={label} isDimmed={isDimmed}>
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
    </RowList>
  );
}

function JobRow({ job }: { job: JobRun }) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  return (
    <ColumnRow className={classes.row}>
      <div>
        <RowName>
          <Link to="/jobs/$id" params={{ id: job.id }}>
            {localized(job.title)}
          </Link>
          {job.isDryRun ? <DryRunBadge /> : null}
        </RowName>
        <RowNote>
          <Time instant={job.createdAt} /> · {job.actor.name}
          {job.childCount > 0 ? ` · ${t('jobs.children', { count: job.childCount })}` : null}
        </RowNote>
        {job.error ? (
          <span className={classes.error} title={job.error.message} lang="en">
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
        {job.attempt > 1 ? <RowNote>{t('jobs.attempt', { attempt: job.attempt })}</RowNote> : null}
      </div>
    </ColumnRow>
  );
}

/** How long it ran, or has been running. */
function RunTime({ job }: { job: JobRun }) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const seconds = useRunSeconds(job);
  if (seconds === null) return <RowNothing>{t('jobs.notStarted')}</RowNothing>;
  return (
    <span title={t(isActive(job.state) ? 'jobs.runsSince' : 'jobs.ranFor')}>
      {formatDuration(seconds, locale)}
    </span>
  );
}
