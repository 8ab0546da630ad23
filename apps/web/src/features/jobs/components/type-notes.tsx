import { type JobType } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLeastRole } from '../../../shared/staff-ui/index.js';
import classes from '../job-start.module.css';

/** Who may start a kind of work, and whether it can be tried without changing anything. */
export function TypeNotes({ jobType }: { jobType: JobType }) {
  const { t } = useTranslation('staff');
  const leastRole = useLeastRole();
  return (
    <dl className={classes.notes}>
      <div data-refused={!jobType.canStart}>
        <dt>{t('start.who')}</dt>
        <dd>{leastRole(jobType.permission)}</dd>
      </div>
      <div>
        <dt>{t('start.dryRunFact')}</dt>
        <dd>{t(jobType.isDryRunnable ? 'start.canDryRun' : 'start.cannotDryRun')}</dd>
      </div>
    </dl>
  );
}
