import { type HistoryResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useFormatAmount } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatDayRange, formatTime } from '../../../shared/time/index.js';
import { type AccountOutlook } from '../model/account-outlook.js';
import { bucketLabel } from '../model/bucket-label.js';
import { historySummary } from '../model/history-rows.js';
import classes from '../usage-history.module.css';

type HistorySentenceProps = { history: HistoryResponse; outlook: AccountOutlook | null };

/** The history in words, for everybody and above all for who cannot see the chart. */
export function HistorySentence({ history, outlook }: HistorySentenceProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const format = useFormatAmount();
  const { highest, topGroup } = historySummary(history);
  if (!highest || !topGroup) return null;
  return (
    <p className={classes.sentence}>
      {t('history.sentence', {
        range: formatDayRange({ from: history.from, to: history.to, locale }),
        total: format(history.total),
        group: topGroup.name,
        groupTotal: format(topGroup.credits),
        period: bucketLabel(highest.from, history.bucket, locale),
        highest: format(highest.total),
      })}
      {outlook ? <OutlookSentences history={history} outlook={outlook} /> : null}
    </p>
  );
}

function OutlookSentences({
  history,
  outlook,
}: {
  history: HistoryResponse;
  outlook: AccountOutlook;
}) {
  const { t } = useTranslation();
  const locale = useLocale();
  const format = useFormatAmount();
  const { line, forecast } = outlook;
  const remaining = format(history.buckets.at(-1)?.remainingAtEnd ?? '0');
  const sentences = [
    t('history.sentenceRemaining', { remaining }),
    ...line.added.map((mark) =>
      t('history.sentenceAdded', {
        credits: format(mark.credits),
        period: bucketLabel(mark.from, history.bucket, locale),
      }),
    ),
  ];
  if (forecast) {
    const date = formatTime({ instant: forecast.exhaustedAt, style: 'date', locale });
    sentences.push(t('history.sentenceForecast', { count: forecast.windowDays, date }));
  }
  return <> {sentences.join(' ')}</>;
}
