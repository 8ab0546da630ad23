import { Skeleton, Stack } from '@mantine/core';
import { type LedgerEntry, type StatementLine } from '@os-credits/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Amount, Quantity } from '../../../shared/amounts/index.js';
import { hourOfCharge } from '../../../shared/charges/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatTime, Time } from '../../../shared/time/index.js';
import { StatePanel } from '../../../shared/ui/index.js';
import { entriesOfLine } from '../model/entries-of-line.js';
import { type StatementLinks } from '../statement-links.js';
import classes from '../statement.module.css';
import { dayEntriesQuery } from '../statement.queries.js';

type DayEntriesProps = StatementLinks & { project: string; line: StatementLine };

/** The hours of one line; every hour opens to its working. */
export function DayEntries({ project, line, ...links }: DayEntriesProps) {
  const { t } = useTranslation();
  const query = useQuery(dayEntriesQuery({ project, line }));
  return (
    <StatePanel
      query={query}
      skeleton={
        <Stack gap={6}>
          {Array.from({ length: Math.min(line.charge?.entryCount ?? 1, 24) }, (_, index) => (
            <Skeleton key={index} height={30} />
          ))}
        </Stack>
      }
    >
      {(entries) => (
        <table className={classes.entries}>
          <thead>
            <tr>
              <th scope="col">{t('statement.column.hour')}</th>
              <th scope="col" className={classes.number}>
                {t('statement.column.quantity')}
              </th>
              <th scope="col" className={classes.number}>
                {t('statement.column.credits')}
              </th>
              <th scope="col" className={`${classes.number} ${classes.balance}`}>
                {t('statement.column.balance')}
              </th>
              <th scope="col">{t('statement.column.working')}</th>
            </tr>
          </thead>
          <tbody>
            {entriesOfLine(line, entries).map((entry) => (
              <EntryRow key={entry.id} entry={entry} {...links} />
            ))}
          </tbody>
        </table>
      )}
    </StatePanel>
  );
}

type EntryRowProps = StatementLinks & { entry: LedgerEntry };

function EntryRow({ entry, renderChargeLink, renderEntryAction }: EntryRowProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { charge } = entry;
  if (!charge) return null;
  const hourStart = hourOfCharge(charge.chargeId);
  const hour = formatTime({ instant: hourStart, style: 'hour', locale });
  return (
    <tr>
      <th scope="row">
        <Time instant={hourStart} style="hour" />
        {entry.isOpen ? <span className={classes.openMark}>{t('statement.open')}</span> : null}
        {entry.correctsId ? (
          <span className={classes.reason}>
            {t('statement.corrects', { id: entry.correctsId })}
          </span>
        ) : null}
        {entry.reason ? <span className={classes.reason}>{entry.reason}</span> : null}
        {entry.actor ? (
          <span className={classes.reason}>{t('statement.actor', { actor: entry.actor })}</span>
        ) : null}
      </th>
      <td className={`${classes.number} ${classes.entryQuantity}`}>
        <Quantity value={charge.quantity} unit={charge.unit} />
      </td>
      <td className={classes.number}>
        <Amount value={entry.credits} signed />
      </td>
      <td className={`${classes.number} ${classes.balance}`}>
        <Amount value={entry.balanceAfter} />
      </td>
      <td>
        <span className={classes.links}>
          {renderChargeLink(charge.chargeId, hour)}
          {entry.isOpen ? null : renderEntryAction?.(entry.id)}
        </span>
      </td>
    </tr>
  );
}
