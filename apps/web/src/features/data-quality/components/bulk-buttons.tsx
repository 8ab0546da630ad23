import { useTranslation } from 'react-i18next';
import { GuardedButton } from '../../../shared/staff-ui/index.js';
import classes from '../data-quality.module.css';
import { type Decision } from '../use-quarantine-decision.js';

type BulkButtonsProps<TFilter> = {
  picked: readonly string[];
  filter: TFilter;
  refusal: string | null;
  onDecide: (wish: { decision: Decision; select: { ids: string[] } | { filter: TFilter } }) => void;
};

const decisions = ['release', 'dismiss'] as const;

/** Decides about what is chosen, or about everything that the filters find. */
export function BulkButtons<TFilter>({
  picked,
  filter,
  refusal,
  onDecide,
}: BulkButtonsProps<TFilter>) {
  const { t } = useTranslation('quality');
  const noneChosen = picked.length === 0 ? t('resolve.noneChosen') : null;
  return (
    <div className={classes.rowActions}>
      {decisions.map((decision) => (
        <GuardedButton
          key={decision}
          size="compact-sm"
          variant="default"
          showsReason={false}
          refusal={refusal ?? noneChosen}
          onClick={() => onDecide({ decision, select: { ids: [...picked] } })}
        >
          {t(`resolve.${decision}.chosen`, { count: picked.length })}
        </GuardedButton>
      ))}
      {decisions.map((decision) => (
        <GuardedButton
          key={`${decision} all`}
          size="compact-sm"
          variant="default"
          showsReason={false}
          refusal={refusal}
          onClick={() => onDecide({ decision, select: { filter } })}
        >
          {t(`resolve.${decision}.all`)}
        </GuardedButton>
      ))}
    </div>
  );
}
