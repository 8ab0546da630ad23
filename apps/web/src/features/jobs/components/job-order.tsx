import { type JobReference, type JobRunDetail } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { JobStateMark, useLocalized } from '../../../shared/jobs/index.js';
import { Panel } from '../../../shared/ui/index.js';
import classes from '../job.module.css';

/** The runs that this one waits for, and those that wait for it; nothing where there is neither. */
export function JobOrder({ job }: { job: JobRunDetail }) {
  const { t } = useTranslation('staff');
  if (job.after.length === 0 && job.followedBy.length === 0) return null;
  return (
    <Panel title={t('order.title')}>
      <References title={t('order.after')} runs={job.after} />
      <References title={t('order.followedBy')} runs={job.followedBy} />
    </Panel>
  );
}

function References({ title, runs }: { title: string; runs: readonly JobReference[] }) {
  const localized = useLocalized();
  if (runs.length === 0) return null;
  return (
    <>
      <h3 className={classes.subheading}>{title}</h3>
      <ol className={classes.ancestors}>
        {runs.map((run) => (
          <li key={run.id}>
            <Link to="/jobs/$id" params={{ id: run.id }}>
              {localized(run.title)}
            </Link>
            <JobStateMark state={run.state} />
          </li>
        ))}
      </ol>
    </>
  );
}
