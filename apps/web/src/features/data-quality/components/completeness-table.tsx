import { type CompletenessResponse } from '@os-credits/contracts';
import { IconCircleCheck, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatShare } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { PlainTable, ToneMark } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../data-quality.module.css';
import { HourStrip } from './hour-strip.js';

type CompletenessTableProps = {
  completeness: CompletenessResponse;
  isDimmed: boolean;
};

/** Expected against received readings, a row per site and metric, with its hours as a strip. */
export function CompletenessTable({ completeness, isDimmed }: CompletenessTableProps) {
  const { t } = useTranslation('quality');
  return (
    <PlainTable label={t('completeness.title')} isDimmed={isDimmed}>
      <thead>
        <tr>
          <th scope="col">{t('completeness.where')}</th>
          <th scope="col" data-number>
            {t('completeness.share')}
          </th>
          <th scope="col">{t('completeness.hours')}</th>
          <th scope="col" data-number>
            {t('completeness.counts')}
          </th>
          <th scope="col">{t('completeness.last')}</th>
        </tr>
      </thead>
      <tbody>
        {completeness.rows.map((row) => (
          <CompletenessRow key={`${row.site} ${row.metric}`} row={row} />
        ))}
      </tbody>
    </PlainTable>
  );
}

function CompletenessRow({ row }: { row: CompletenessResponse['rows'][number] }) {
  const { t } = useTranslation('quality');
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  return (
    <tr>
      <th scope="row">
        {row.metricFriendlyName} · {row.siteName}
        <span className={classes.note}>
          {t('completeness.series', { count: row.seriesCount })}
          {row.silentSeriesCount > 0
            ? `, ${t('completeness.silentSeries', { count: row.silentSeriesCount })}`
            : null}
        </span>
      </th>
      <td data-number>
        <strong data-level={levelOf(row.shareReceived)} className={classes.share}>
          {row.shareReceived === null
            ? t('completeness.nothingExpected')
            : formatShare(row.shareReceived, locale)}
        </strong>
      </td>
      <td>
        <HourStrip hours={row.hours} />
      </td>
      <td data-number>
        {t('completeness.ofExpected', {
          received: number.format(row.receivedCount),
          expected: number.format(row.expectedCount),
        })}
      </td>
      <td>
        {row.lastReadingAt === null ? (
          t('completeness.never')
        ) : (
          <Time instant={row.lastReadingAt} />
        )}
        <span className={classes.note}>
          {row.isSilent ? (
            <ToneMark tone="warning" icon={IconPlugConnectedX}>
              {t('completeness.silent')}
            </ToneMark>
          ) : (
            <ToneMark tone="good" icon={IconCircleCheck}>
              {t('completeness.reporting')}
            </ToneMark>
          )}
        </span>
      </td>
    </tr>
  );
}

/** How much is missing, for colour beside the number; the share itself is exact text. */
export function levelOf(share: string | null): 'none' | 'good' | 'notice' | 'warning' {
  if (share === null) return 'none';
  const received = Number(share);
  if (received >= 0.99) return 'good';
  return received >= 0.9 ? 'notice' : 'warning';
}
