import { type CalculatorOptions, type WhatIfResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { Amount, formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { Field } from '../../../shared/staff-ui/field.js';
import { PlainTable } from '../../../shared/staff-ui/plain-table.js';
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
  return (
    <div className={classes.lines}>
      <PlainTable label={t('whatIf.lines')}>
        <thead>
          <tr>
            <th scope="col">{t('metric')}</th>
            <th scope="col">{t('site')}</th>
            <th scope="col" data-number>
              {t('whatIf.now')}
            </th>
            <th scope="col">{t('whatIf.change')}</th>
            <th scope="col" data-number>
              {t('whatIf.then')}
            </th>
            <th scope="col" data-number>
              {t('whatIf.perDayNow')}
            </th>
            <th scope="col" data-number>
              {t('whatIf.perDayThen')}
            </th>
          </tr>
        </thead>
        <tbody>
          {answer.lines.map((line) => (
            <LineRow
              key={JSON.stringify([line.site, line.metric])}
              line={line}
              siteName={sites.find(({ name }) => name === line.site)?.displayName ?? line.site}
              amount={amountOf(line)}
              onAmount={(amount) => set(line, amount)}
            />
          ))}
        </tbody>
      </PlainTable>
    </div>
  );
}

type LineRowProps = {
  line: Line;
  siteName: string;
  amount: string;
  onAmount: (amount: string) => void;
};

function LineRow({ line, siteName, amount, onAmount }: LineRowProps) {
  const { t } = useTranslation('calculator');
  const locale = useLocale();
  const fault = changeFault(amount);
  const unit = line.unit.replace(/·h$/, '');
  return (
    <tr>
      <th scope="row">{line.friendlyName}</th>
      <td>{siteName}</td>
      <td data-number>
        {formatExact(line.amountPerHourNow, locale)} {unit}
      </td>
      <td className={classes.change}>
        <Field
          label={t('whatIf.changeOf', { metric: line.friendlyName, site: siteName })}
          isLabelHidden
          fault={fault === null ? null : t(`fault.${fault}`)}
        >
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
      </td>
      <td data-number>
        {formatExact(line.amountPerHourThen, locale)} {unit}
      </td>
      <td data-number>
        <Amount value={line.creditsPerDayNow} />
      </td>
      <td data-number>
        <Amount value={line.creditsPerDayThen} />
      </td>
    </tr>
  );
}
