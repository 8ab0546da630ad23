import {
  costTable,
  type CostTable,
  type CostTableInput,
  type CreditRulesContext,
  type Metric,
} from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { ApiError, type Conflict } from '../../../shared/api/api-error.js';
import { metricLabel } from '../../../shared/credit-rules/index.js';
import { VersionConflict, type ConflictRow } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { draftDifferences, type DraftDifference } from '../model/draft-differences.js';
import { useScopeText } from './use-scope-text.js';

type CostTableConflictProps = {
  conflict: Conflict;
  theirs: CostTable;
  mine: CostTableInput;
  metrics: readonly Metric[];
  sites: CreditRulesContext['sites'];
  onTakeTheirs: () => void;
  onSaveMine: () => void;
  isSaving: boolean;
};

/** Two editors of one draft: what each of them has, and the choice. */
export function CostTableConflict({
  conflict,
  theirs,
  mine,
  metrics,
  sites,
  ...choice
}: CostTableConflictProps) {
  const { t } = useTranslation('rules');
  const scopeText = useScopeText(sites);
  const labelOf = (difference: DraftDifference): string => {
    switch (difference.kind) {
      case 'text':
        return t(`editor.${difference.field}`);
      case 'rate':
        return t('diff.rateOf', {
          metric: metricLabel(metrics, difference.metric).friendlyName,
          scope: scopeText(difference),
        });
      case 'weight':
        return t('diff.weightOf', {
          metric: metricLabel(metrics, difference.metric).friendlyName,
          value: difference.value,
        });
    }
  };
  const rows = draftDifferences(mine, theirs).map((difference, index): ConflictRow => {
    const isTime = difference.kind === 'text' && difference.field === 'effectiveFrom';
    const shown = (value: string | null) =>
      value === null ? t('diff.notThere') : isTime ? <Time instant={value} /> : value;
    return {
      key: String(index),
      label: labelOf(difference),
      mine: shown(difference.mine),
      theirs: shown(difference.theirs),
    };
  });
  return (
    <VersionConflict
      changedBy={conflict.changedBy}
      changedAt={conflict.changedAt}
      rows={rows}
      {...choice}
    />
  );
}

/** The other version that a refused save names; null for any other failure. */
export function conflictIn(error: unknown): { conflict: Conflict; theirs: CostTable } | null {
  if (!(error instanceof ApiError) || error.conflict === null) return null;
  const theirs = costTable.safeParse(error.conflict.current);
  return theirs.success ? { conflict: error.conflict, theirs: theirs.data } : null;
}
