import { useTranslation } from 'react-i18next';
import { formatExact } from '../../shared/amounts/index.js';
import { useLocale } from '../../shared/i18n/index.js';
import { useLocalized } from '../../shared/jobs/index.js';
import { knownReason } from '../../shared/quarantine/index.js';
import { formatTime } from '../../shared/time/index.js';
import { type Wording } from './model/worded-result.js';

/** How the reader's language writes what stands in a result. */
export function useWording(): Wording {
  const text = useLocalized();
  const locale = useLocale();
  const { t } = useTranslation('quality');
  return {
    text,
    instant: (instant) => formatTime({ instant, style: 'date-time-second', locale }),
    decimal: (decimal) => formatExact(decimal, locale),
    quarantineReason: (reason) => {
      const known = knownReason(reason);
      return known ? t(`reason.${known}.title`) : reason;
    },
  };
}
