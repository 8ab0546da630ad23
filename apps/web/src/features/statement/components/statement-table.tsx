import { VisuallyHidden } from '@mantine/core';
import { type StatementLine } from '@os-credits/contracts';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { Time } from '../../../shared/time/index.js';
import { statementEnds } from '../model/statement-ends.js';
import classes from '../statement.module.css';
import { StatementRow } from './statement-row.js';

type StatementTableProps = {
  project: string;
  lines: readonly StatementLine[];
  /** True when the oldest line is the first of the account. */
  isComplete: boolean;
  renderChargeLink: (chargeId: string, label: string) => ReactNode;
};

export function StatementTable({
  project,
  lines,
  isComplete,
  renderChargeLink,
}: StatementTableProps) {
  const { t } = useTranslation();
  const ends = statementEnds(lines);
  if (!ends) return null;
  return (
    <table className={classes.table}>
      <caption>
        <VisuallyHidden>{t('statement.caption')}</VisuallyHidden>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('statement.column.date')}</th>
          <th scope="col">{t('statement.column.what')}</th>
          <th scope="col" className={classes.number}>
            {t('statement.column.quantity')}
          </th>
          <th scope="col" className={classes.number}>
            {t('statement.column.credits')}
          </th>
          <th scope="col" className={classes.number}>
            {t('statement.column.balance')}
          </th>
        </tr>
      </thead>
      <tbody>
        <tr className={classes.end}>
          <td />
          <th scope="row" colSpan={3}>
            {t('statement.closing')}
          </th>
          <td className={classes.number}>
            <Amount value={ends.closing} />
          </td>
        </tr>
      </tbody>
      {lines.map((line, index) => (
        <StatementRow
          key={line.key}
          project={project}
          line={line}
          isNewDay={line.from.slice(0, 10) !== lines[index - 1]?.from.slice(0, 10)}
          renderChargeLink={renderChargeLink}
        />
      ))}
      <tbody>
        <tr className={classes.end}>
          <td>
            <Time instant={ends.openingAt} style="date" zone="UTC" />
          </td>
          <th scope="row" colSpan={3}>
            {isComplete ? t('statement.openingFirst') : t('statement.opening')}
          </th>
          <td className={classes.number}>
            <Amount value={ends.opening} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}
