import { type HistoryResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useFormatAmount } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatDayRange } from '../../../shared/time/index.js';
import { bucketLabel } from '../model/bucket-label.js';
import { historySummary } from '../model/history-rows.js';
import classes from '../usage-history.module.css';

/** The history in one sentence, for everybody and above all for who cannot see the chart. */
export function HistorySentence({ history }: { history: HistoryResponse }) {
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
    </p>
  );
}
