import { type JobRunDetail } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { JobStateMark, useLocalized } from '../../../shared/jobs/index.js';
import { Panel, RouterButton } from '../../../shared/ui/index.js';
import classes from '../job.module.css';
import { JobList } from './job-list.js';

/** The runs above and below this one; nothing where it stands alone. */
export function JobTree({ job }: { job: JobRunDetail }) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  if (job.ancestors.length === 0 && job.children.length === 0) return null;
  return (
    <Panel title={t('tree.title')}>
      {job.ancestors.length > 0 ? (
        <>
          <h3 className={classes.subheading}>{t('tree.above')}</h3>
          <ol className={classes.ancestors}>
            {job.ancestors.map((ancestor) => (
              <li key={ancestor.id}>
                <Link to="/jobs/$id" params={{ id: ancestor.id }}>
                  {localized(ancestor.title)}
                </Link>
                <JobStateMark state={ancestor.state} />
              </li>
            ))}
          </ol>
        </>
      ) : null}
      {job.children.length > 0 ? (
        <>
          <h3 className={classes.subheading}>{t('tree.below', { count: job.childCount })}</h3>
          <JobList jobs={job.children} label={t('tree.below', { count: job.childCount })} />
        </>
      ) : null}
      {job.childCount > job.children.length ? (
        <p className={classes.none}>
          {t('tree.more', { count: job.childCount - job.children.length })}
        </p>
      ) : null}
      {job.ancestors.length > 0 ? (
        <p className={classes.origin}>
          <RouterButton to="/jobs/$id" params={{ id: job.ancestors[0]?.id ?? '' }} variant="subtle">
            {t('tree.toRoot')}
          </RouterButton>
        </p>
      ) : null}
    </Panel>
  );
}
