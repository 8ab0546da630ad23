import { VisuallyHidden } from '@mantine/core';
import { type HistoryResponse } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { bucketLabel } from '../model/bucket-label.js';
import classes from '../usage-history.module.css';

type HistoryTableProps = {
  history: HistoryResponse;
  onBucketOpen: (bucket: HistoryResponse['buckets'][number]) => void;
};

/** The chart's twin: the same buckets and numbers, newest first; each opens to its charges. */
export function HistoryTable({ history, onBucketOpen }: HistoryTableProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const sumOf = (key: string): string =>
    Decimal.sum(history.buckets.map(({ credits }) => Decimal.of(credits[key] ?? '0'))).toString();
  return (
    <div
      className={classes.scroll}
      role="region"
      aria-label={t('history.tableCaption')}
      // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table className={classes.table}>
        <caption>
          <VisuallyHidden>{t('history.tableCaption')}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('history.period')}</th>
            {history.groups.map((group) => (
              <th key={group.key} scope="col">
                {group.name}
              </th>
            ))}
            <th scope="col">{t('history.total')}</th>
            <th scope="col">{t('history.remaining')}</th>
          </tr>
        </thead>
        <tbody>
          {history.buckets.toReversed().map((bucket) => (
            <tr key={bucket.from}>
              <th scope="row">
                <button
                  type="button"
                  className={classes.bucket}
                  onClick={() => onBucketOpen(bucket)}
                >
                  {bucketLabel(bucket.from, history.bucket, locale)}
                </button>
                {bucket.isOpen ? (
                  <span className={classes.open}> · {t('history.openBucket')}</span>
                ) : null}
              </th>
              {history.groups.map((group) => (
                <td key={group.key}>
                  <Amount value={bucket.credits[group.key] ?? '0'} />
                </td>
              ))}
              <td>
                <Amount value={bucket.total} />
              </td>
              <td>
                <Amount value={bucket.remainingAtEnd} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('history.sum')}</th>
            {history.groups.map((group) => (
              <td key={group.key}>
                <Amount value={sumOf(group.key)} />
              </td>
            ))}
            <td>
              <Amount value={history.total} />
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
