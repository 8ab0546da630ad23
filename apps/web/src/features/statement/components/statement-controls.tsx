import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../shared/time/index.js';
import { ChoiceGroup } from '../../../shared/ui/index.js';
import { isReversed, statementPeriod } from '../model/statement-period.js';
import classes from '../statement.module.css';
import { statementPresets, type StatementParams } from '../statement.params.js';

type StatementControlsProps = {
  params: StatementParams;
  onChange: (next: Partial<StatementParams>) => void;
};

const dayMs = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The period that lines are shown of; a custom one begins as the period that was chosen before. */
export function StatementControls({ params, onChange }: StatementControlsProps) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const choose = (booked: StatementParams['booked']): void => {
    if (booked !== 'custom') {
      onChange({ booked, bookedFrom: undefined, bookedTo: undefined });
      return;
    }
    const { from, to } = statementPeriod(params, nowMs);
    onChange({
      booked,
      bookedFrom: from?.slice(0, 10) ?? dayOf(nowMs - 30 * dayMs),
      bookedTo: dayOf(to === undefined ? nowMs : Date.parse(to) - 1),
    });
  };
  return (
    <div className={classes.controls}>
      <ChoiceGroup
        label={t('statement.booked')}
        value={params.booked}
        options={statementPresets.map((value) => ({
          value,
          label: t(`statement.presets.${value}`),
        }))}
        onChange={choose}
      />
      {params.booked === 'custom' ? (
        <>
          <TextInput
            type="date"
            label={t('statement.bookedFrom')}
            value={params.bookedFrom ?? ''}
            onChange={(event) => onChange({ bookedFrom: event.currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            label={t('statement.bookedTo')}
            value={params.bookedTo ?? ''}
            error={isReversed(params) ? t('statement.reversed') : null}
            onChange={(event) => onChange({ bookedTo: event.currentTarget.value || undefined })}
          />
        </>
      ) : null}
    </div>
  );
}
