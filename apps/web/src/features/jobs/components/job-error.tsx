import { type JobRun } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import classes from '../job.module.css';
import { knownError } from '../model/known-error.js';

type JobErrorProps = { error: NonNullable<JobRun['error']> };

/** Why the run ended and what to do about it, then the words of what failed, which are always English. */
export function JobError({ error }: JobErrorProps) {
  const { t } = useTranslation('staff');
  return (
    <div className={classes.error}>
      <p className={classes.errorLabel}>{t('job.error')}</p>
      <p>{t(`job.errorMeaning.${knownError(error.errorClass)}`)}</p>
      <p className={classes.errorDetail}>
        {t('job.errorDetail')} <code>{error.errorClass}</code>:{' '}
        <span lang="en">{error.message}</span>
      </p>
    </div>
  );
}
