import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRefusal } from '../../shared/staff-ui/index.js';
import classes from './corrections.module.css';

/** Opens the reversal of an entry, from its row of the statement. */
export function ReverseLink({ entryId }: { entryId: string }) {
  const { t } = useTranslation('account');
  const refusal = useRefusal()('ledger:write');
  if (refusal !== null) return null;
  return (
    <Link
      from="/projects/$name"
      to="."
      search={(current) => ({ ...current, correct: entryId })}
      resetScroll={false}
      aria-label={t('corrections.reverseOf', { id: entryId })}
      className={classes.reverse}
    >
      {t('corrections.reverse')}
    </Link>
  );
}
