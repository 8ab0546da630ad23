import { type CompletenessResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatTime } from '../../../shared/time/index.js';
import classes from '../data-quality.module.css';
import { worstOf } from '../model/worst-of.js';

type HourStripProps = { hours: CompletenessResponse['rows'][number]['hours'] };

const cellsMax = 48;
const heightPixels = 26;
const cellPixels = 5;

/** Each hour as a bar of the share that came; of longer spans the worst hour of each part. */
export function HourStrip({ hours }: HourStripProps) {
  const { t } = useTranslation('quality');
  const locale = useLocale();
  const cells = worstOf(hours, cellsMax);
  const missing = hours.filter(
    ({ shareReceived }) => shareReceived !== null && Number(shareReceived) < 1,
  );
  const first = missing[0];
  const label =
    first === undefined
      ? t('completeness.stripWhole', { count: hours.length })
      : t('completeness.stripMissing', {
          count: missing.length,
          first: formatTime({ instant: first.hour, style: 'hour', locale }),
        });
  return (
    <svg
      className={classes.strip}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${cells.length * cellPixels} ${heightPixels}`}
      width={cells.length * cellPixels}
      height={heightPixels}
    >
      <title>{label}</title>
      {cells.map(({ hour, shareReceived }, index) => {
        const share = shareReceived === null ? 0 : Number(shareReceived);
        // A bar of an hour without anything is still seen, as what is missing.
        const height = shareReceived === null ? 2 : Math.max(2, share * heightPixels);
        return (
          <g key={hour}>
            <rect
              className={classes.stripTrack}
              data-missing={shareReceived !== null && share < 1}
              x={index * cellPixels}
              y={0}
              width={cellPixels - 1}
              height={heightPixels}
            />
            <rect
              className={classes.stripFill}
              x={index * cellPixels}
              y={heightPixels - height}
              width={cellPixels - 1}
              height={height}
            />
          </g>
        );
      })}
    </svg>
  );
}
