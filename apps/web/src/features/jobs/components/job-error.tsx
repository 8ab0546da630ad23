import { type JobRun } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import classes from '../job.module.css';

type JobErrorProps = { error: NonNullable<JobRun['error']> };

/** Why the run ended, in the words of what failed. */
export function JobError({ error }: JobErrorProps) {
  const { t } = useTranslation('staff');
  return (
    <div className={classes.error}>
      <p>
        <span className={classes.errorLabel}>{t('job.error')}</span> <code>{error.errorClass}</code>
      </p>
      <p>{error.message}</p>
    </div>
  );
}
