import { type JobType } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLocalized } from '../../../shared/jobs/index.js';
import { RouterAnchor } from '../../../shared/ui/index.js';
import classes from '../job-start.module.css';
import { TypeNotes } from './type-notes.js';

/** Every kind of work with what it does and who may start it; each leads to its form. */
export function TypeCards({ types }: { types: readonly JobType[] }) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  return (
    <ul className={classes.cards} aria-label={t('start.kinds')}>
      {types.map((jobType) => (
        <li key={jobType.type} className={classes.card}>
          <RouterAnchor
            to="/jobs/new"
            search={{ type: jobType.type }}
            className={classes.cardTitle ?? ''}
          >
            {localized(jobType.title)}
          </RouterAnchor>
          <p className={classes.description}>{localized(jobType.description)}</p>
          <TypeNotes jobType={jobType} />
        </li>
      ))}
    </ul>
  );
}
