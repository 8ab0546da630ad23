import { DefaultZIndexes, usePlotArea, useYAxisScale, ZIndexLayer } from 'recharts';
import { useTranslation } from 'react-i18next';
import { formatShare } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { type AccountOutlook } from '../model/account-outlook.js';
import { type LinePoint } from '../model/remaining-line.js';
import classes from '../usage-history.module.css';

type RemainingLayerProps = {
  outlook: AccountOutlook;
  /** Buckets on the axis, those of the forecast included. */
  bucketCount: number;
  /** Id of the axis that remaining credits are read on. */
  axisId: string;
};

type Place = (point: LinePoint) => { x: number; y: number };

const markRadius = 4.5;

/**
 * What remained, steps, thresholds and forecast, drawn by hand: their positions lie between the bars,
 * where an axis of categories knows none.
 */
export function RemainingLayer({ outlook, bucketCount, axisId }: RemainingLayerProps) {
  const area = usePlotArea();
  const scale = useYAxisScale(axisId);
  if (!area || !scale) return null;
  const place: Place = ({ position, remaining }) => ({
    x: area.x + (position / bucketCount) * area.width,
    y: scale(remaining) ?? 0,
  });
  const path = pathOf(outlook.line.points.map(place));
  return (
    <ZIndexLayer zIndex={DefaultZIndexes.line}>
      <Thresholds outlook={outlook} place={place} bucketCount={bucketCount} />
      <path d={path} className={classes.lineHalo} />
      <path d={path} className={classes.remainingLine} />
      <ForecastPath outlook={outlook} place={place} />
      <AddedMarks outlook={outlook} place={place} />
    </ZIndexLayer>
  );
}

function pathOf(points: readonly { x: number; y: number }[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x},${y}`).join('');
}

type PartProps = { outlook: AccountOutlook; place: Place };

function Thresholds({ outlook, place, bucketCount }: PartProps & { bucketCount: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  return outlook.thresholds.map(({ level, share, remaining }) => {
    const start = place({ position: 0, remaining });
    const end = place({ position: bucketCount, remaining });
    return (
      <g key={level} data-level={level} className={classes.threshold}>
        <path d={pathOf([start, end])} className={classes.lineHalo} />
        <path d={pathOf([start, end])} className={classes.thresholdLine} />
        <text x={end.x - 4} y={end.y - 5} textAnchor="end">
          {t('history.threshold', { share: formatShare(share, locale) })}
        </text>
      </g>
    );
  });
}

/** Its date is in the legend and in the sentence: a label would lie on the line that it is about. */
function ForecastPath({ outlook, place }: PartProps) {
  const { forecast } = outlook;
  if (!forecast) return null;
  const end = place(forecast.to);
  const path = pathOf([place(forecast.from), end]);
  return (
    <>
      <path d={path} className={classes.lineHalo} />
      <path d={path} className={classes.forecastLine} />
      {forecast.reachesZero ? (
        <circle cx={end.x} cy={end.y} r={markRadius} className={classes.forecastEnd} />
      ) : null}
    </>
  );
}

function AddedMarks({ outlook, place }: PartProps) {
  const locale = useLocale();
  const short = new Intl.NumberFormat(locale, {
    notation: 'compact',
    maximumFractionDigits: 1,
    signDisplay: 'always',
  });
  return outlook.line.added.map((mark) => {
    const { x, y } = place(mark);
    return (
      <g key={mark.from}>
        <path
          d={`M${x - markRadius},${y + markRadius}h${2 * markRadius}l${-markRadius},${-1.8 * markRadius}z`}
          className={classes.addedMark}
        />
        <text x={x} y={y - 8} textAnchor="middle" className={classes.chartLabel}>
          {short.format(mark.credits as Intl.StringNumericLiteral)}
        </text>
      </g>
    );
  });
}
