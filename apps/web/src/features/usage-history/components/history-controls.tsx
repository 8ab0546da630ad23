import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChoiceGroup } from '../../../shared/ui/index.js';
import { useNow } from '../../../shared/time/index.js';
import { bucketsOffered, type HistoryRange } from '../model/history-range.js';
import classes from '../usage-history.module.css';
import { presets, type UsageHistoryParams } from '../usage-history.params.js';

type HistoryControlsProps = {
  params: UsageHistoryParams;
  range: HistoryRange;
  onChange: (next: Partial<UsageHistoryParams>) => void;
};

export function HistoryControls({ params, range, onChange }: HistoryControlsProps) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const chooseRange = (value: UsageHistoryParams['range']): void => {
    const lastDay = new Date(Math.min(Date.parse(range.to) - 1, nowMs)).toISOString().slice(0, 10);
    onChange(
      value === 'custom'
        ? { range: value, from: range.from.slice(0, 10), to: lastDay, bucket: 'auto' }
        : { range: value, from: undefined, to: undefined, bucket: 'auto' },
    );
  };
  return (
    <div className={classes.controls}>
      <ChoiceGroup
        label={t('history.range')}
        value={params.range}
        options={[...presets, 'custom' as const].map((value) => ({
          value,
          label: t(`history.ranges.${value}`),
        }))}
        onChange={chooseRange}
      />
      {params.range === 'custom' ? <CustomRange params={params} onChange={onChange} /> : null}
      <ChoiceGroup
        label={t('history.bucket')}
        value={range.bucket}
        options={bucketsOffered(params, nowMs).map((value) => ({
          value,
          label: t(`history.buckets.${value}`),
        }))}
        onChange={(bucket) => onChange({ bucket })}
      />
      <ChoiceGroup
        label={t('history.by')}
        value={params.by}
        options={(['metric', 'site'] as const).map((value) => ({
          value,
          label: t(`history.groups.${value}`),
        }))}
        onChange={(by) => onChange({ by })}
      />
      <span className={classes.spacer} />
      <ChoiceGroup
        label={t('history.view')}
        value={params.view}
        options={(['chart', 'table'] as const).map((value) => ({
          value,
          label: t(`history.views.${value}`),
        }))}
        onChange={(view) => onChange({ view })}
      />
    </div>
  );
}

type CustomRangeProps = Pick<HistoryControlsProps, 'params' | 'onChange'>;

function CustomRange({ params, onChange }: CustomRangeProps) {
  const { t } = useTranslation();
  const isReversed =
    params.from !== undefined && params.to !== undefined && params.from > params.to;
  return (
    <>
      <TextInput
        type="date"
        label={t('history.firstDay')}
        value={params.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label={t('history.lastDay')}
        value={params.to ?? ''}
        error={isReversed ? t('history.reversed') : null}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
    </>
  );
}
