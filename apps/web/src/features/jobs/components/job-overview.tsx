import { Stack } from '@mantine/core';
import { type JobRunDetail } from '@os-credits/contracts';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DryRunBadge, JobStateMark, useLocalized } from '../../../shared/jobs/index.js';
import { type ViewChange } from '../../../shared/staff-ui/index.js';
import { PageHeading, Panel } from '../../../shared/ui/index.js';
import classes from '../job.module.css';
import { useFollowedJob } from '../use-followed-job.js';
import { JobActions } from './job-actions.js';
import { JobAttempts } from './job-attempts.js';
import { JobError } from './job-error.js';
import { JobLog, type LogLevel } from './job-log.js';
import { JobOrder } from './job-order.js';
import { JobParameters } from './job-parameters.js';
import { JobResult } from './job-result.js';
import { JobSummary } from './job-summary.js';
import { JobTree } from './job-tree.js';

type JobOverviewProps = {
  job: JobRunDetail;
  /** When the run was last asked for. */
  askedAtMs: number;
  level: LogLevel;
  isAlready: boolean;
  onChange: (next: ViewChange) => void;
};

export function JobOverview({ job, askedAtMs, level, isAlready, onChange }: JobOverviewProps) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  const { log, latest } = useFollowedJob(job);
  // Whichever is newer: progress comes by the stream, a retry or cancel by the answer to it.
  const shown = latest && latest.receivedAtMs > askedAtMs ? { ...job, ...latest.run } : job;
  return (
    <>
      <PageHeading
        title={localized(job.title)}
        intro={job.type}
        actions={
          // What is allowed belongs to the state it was asked for in.
          <JobActions job={job} isOutdated={shown.state !== job.state} />
        }
      >
        <JobStateMark state={shown.state} />
        {job.isDryRun ? <DryRunBadge /> : null}
      </PageHeading>
      {isAlready ? (
        <p className={classes.notice} role="status">
          <IconInfoCircle size={18} aria-hidden />
          {t('job.already')}
        </p>
      ) : null}
      <Stack gap="xl">
        <Panel title={t('job.progress')}>
          <JobSummary job={shown} status={log.status} />
          {job.error && shown.state === job.state ? <JobError error={job.error} /> : null}
        </Panel>
        <JobResult job={job} />
        <JobOrder job={job} />
        <JobTree job={job} />
        <Panel title={t('log.title')}>
          <JobLog job={job} log={log} level={level} onChange={onChange} />
        </Panel>
        <JobParameters job={job} />
        <JobAttempts attempts={job.attempts} />
      </Stack>
    </>
  );
}
