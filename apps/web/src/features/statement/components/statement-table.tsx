import { VisuallyHidden } from '@mantine/core';
import { type StatementLine } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { AsOfMark, Time } from '../../../shared/time/index.js';
import { statementEnds } from '../model/statement-ends.js';
import { type StatementPeriod } from '../model/statement-period.js';
import { type StatementLinks } from '../statement-links.js';
import classes from '../statement.module.css';
import { StatementRow } from './statement-row.js';

type StatementTableProps = StatementLinks & {
  project: string;
  lines: readonly StatementLine[];
  /** What the lines are of; the ends of the account where a side is open. */
  period: StatementPeriod;
  /** True when the oldest line is the first of the account, or of the period. */
  isComplete: boolean;
  asOf: string | null | undefined;
};

export function StatementTable({
  project,
  lines,
  period,
  isComplete,
  asOf,
  ...links
}: StatementTableProps) {
  const { t } = useTranslation();
  const ends = statementEnds(lines);
  const shownIds = new Set(lines.map(({ entryId }) => entryId));
  if (!ends) return null;
  const openingLabel = (): string => {
    if (!isComplete) return t('statement.opening');
    return period.from ? t('statement.openingPeriod') : t('statement.openingFirst');
  };
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
          <td>
            {period.to ? <Time instant={lastInstant(period.to)} style="date" zone="UTC" /> : null}
          </td>
          <th scope="row" colSpan={3}>
            {period.to ? t('statement.closingPeriod') : t('statement.closing')}
            {asOf === undefined ? null : <AsOfMark asOf={asOf} />}
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
          isShown={(entryId) => shownIds.has(entryId)}
          {...links}
        />
      ))}
      <tbody>
        <tr className={classes.end}>
          <td>
            <Time
              instant={isComplete ? (period.from ?? ends.openingAt) : ends.openingAt}
              style="date"
              zone="UTC"
            />
          </td>
          <th scope="row" colSpan={3}>
            {openingLabel()}
          </th>
          <td className={classes.number}>
            <Amount value={ends.opening} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

/** The last moment inside a period that ends at midnight, so that its day is the last one. */
function lastInstant(to: string): string {
  return new Date(Date.parse(to) - 1).toISOString();
}
