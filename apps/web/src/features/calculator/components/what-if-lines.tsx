import { type CalculatorOptions, type WhatIfResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { Amount, formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { Field } from '../../../shared/staff-ui/field.js';
import { type FiguresColumn, FiguresTable } from '../../../shared/staff-ui/figures-table.js';
import classes from '../calculator.module.css';
import { changeFault, type ChangeText } from '../model/changes.js';

type Line = WhatIfResponse['lines'][number];

type WhatIfLinesProps = {
  answer: WhatIfResponse;
  sites: CalculatorOptions['sites'];
  changes: readonly ChangeText[];
  onChange: (changes: ChangeText[]) => void;
};

/** What runs now, line by line, with a field for more or less of it. */
export function WhatIfLines({ answer, sites, changes, onChange }: WhatIfLinesProps) {
  const { t } = useTranslation('calculator');
  const isOf = (line: Line, change: ChangeText): boolean =>
    change.site === line.site &&
    (change.metric === line.metric || change.metric === line.friendlyName);
  const amountOf = (line: Line): string =>
    changes.find((change) => isOf(line, change))?.amount ?? '';
  const set = (line: Line, amount: string): void => {
    const others = changes.filter((change) => !isOf(line, change));
    onChange([...others, { site: line.site, metric: line.metric, amount }]);
  };
  const columns = useLineColumns({ sites, amountOf, onAmount: set });
  return (
    <div className={classes.lines}>
      <FiguresTable
        label={t('whatIf.lines')}
        columns={columns}
        rows={answer.lines}
        keyOf={(line) => JSON.stringify([line.site, line.metric])}
      />
    </div>
  );
}

type LineColumnsInput = {
  sites: CalculatorOptions['sites'];
  amountOf: (line: Line) => string;
  onAmount: (line: Line, amount: string) => void;
};

function useLineColumns({ sites, amountOf, onAmount }: LineColumnsInput): FiguresColumn<Line>[] {
  const { t } = useTranslation('calculator');
  const locale = useLocale();
  const siteName = (line: Line): string =>
    sites.find(({ name }) => name === line.site)?.displayName ?? line.site;
  const amount = (value: string, line: Line): string =>
    `${formatExact(value, locale)} ${line.unit.replace(/·h$/, '')}`;
  return [
    { head: t('metric'), isRowName: true, cell: (line) => line.friendlyName },
    { head: t('site'), cell: siteName },
    {
      head: t('whatIf.now'),
      isNumber: true,
      cell: (line) => amount(line.amountPerHourNow, line),
    },
    {
      head: t('whatIf.change'),
      className: classes.change,
      cell: (line) => (
        <ChangeField
          label={t('whatIf.changeOf', { metric: line.friendlyName, site: siteName(line) })}
          amount={amountOf(line)}
          onAmount={(next) => onAmount(line, next)}
        />
      ),
    },
    {
      head: t('whatIf.then'),
      isNumber: true,
      cell: (line) => amount(line.amountPerHourThen, line),
    },
    {
      head: t('whatIf.perDayNow'),
      isNumber: true,
      cell: (line) => <Amount value={line.creditsPerDayNow} />,
    },
    {
      head: t('whatIf.perDayThen'),
      isNumber: true,
      cell: (line) => <Amount value={line.creditsPerDayThen} />,
    },
  ];
}

type ChangeFieldProps = { label: string; amount: string; onAmount: (amount: string) => void };

/** How much more or less of one line there shall be. */
function ChangeField({ label, amount, onAmount }: ChangeFieldProps) {
  const { t } = useTranslation('calculator');
  const fault = changeFault(amount);
  return (
    <Field label={label} isLabelHidden fault={fault === null ? null : t(`fault.${fault}`)}>
      {(control) => (
        <input
          {...control}
          type="text"
          inputMode="text"
          autoComplete="off"
          maxLength={32}
          placeholder="±0"
          value={amount}
          onChange={(event) => onAmount(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
