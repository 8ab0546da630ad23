import { type HistoryResponse } from '@os-credits/contracts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Rectangle,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type BarShapeProps,
} from 'recharts';
import { useLocale } from '../../../shared/i18n/index.js';
import { type AccountOutlook } from '../model/account-outlook.js';
import { axisLabel } from '../model/bucket-label.js';
import { chartRows, type ChartRow } from '../model/history-rows.js';
import classes from '../usage-history.module.css';
import { ChartLegend } from './chart-legend.js';
import { ChartTooltip } from './chart-tooltip.js';
import { RemainingLayer } from './remaining-layer.js';
import { seriesColor } from './series-color.js';

type HistoryChartProps = {
  history: HistoryResponse;
  /** What remained and how it goes on, null to draw the use alone. */
  outlook: AccountOutlook | null;
  onBucketOpen: (bucket: HistoryResponse['buckets'][number]) => void;
};

const heightPixels = 320;
const remainingAxis = 'remaining';

/** Stacked bars per bucket; hours that are not closed are hatched; what remains on an axis of its own. */
export function HistoryChart({ history, outlook, onBucketOpen }: HistoryChartProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const patternId = useId();
  const open = (from: string | undefined): void => {
    const bucket = history.buckets.find((each) => each.from === from);
    if (bucket) onBucketOpen(bucket);
  };
  const rows = chartRows(history, outlook?.forecast?.extraBuckets);
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 2 });
  const axis = {
    tickLine: false,
    axisLine: false,
    tick: { fill: 'var(--ink-soft)', fontSize: 12 },
  };
  return (
    <figure style={{ margin: 0 }} aria-label={t('history.chartLabel')}>
      <p className={classes.axes} aria-hidden>
        <span>{t(`history.axis.${history.bucket}`)}</span>
        {outlook ? <span>{t('history.showRemaining')}</span> : null}
      </p>
      <ResponsiveContainer width="100%" height={heightPixels}>
        <ComposedChart
          data={rows}
          margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
          barCategoryGap={rows.length > 60 ? '12%' : '24%'}
        >
          <OpenPatterns history={history} id={patternId} />
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="from"
            tickFormatter={(from: string) => axisLabel(from, history.bucket, locale)}
            minTickGap={28}
            tickMargin={8}
            {...axis}
          />
          <YAxis
            yAxisId="used"
            width="auto"
            tickFormatter={(value: number) => short.format(value)}
            {...axis}
          />
          {outlook ? (
            <YAxis
              yAxisId={remainingAxis}
              orientation="right"
              width="auto"
              domain={[outlook.ticks[0] ?? 0, outlook.ticks.at(-1) ?? 0]}
              ticks={outlook.ticks}
              allowDataOverflow
              tickFormatter={(value: number) => short.format(value)}
              {...axis}
            />
          ) : null}
          <Tooltip
            cursor={{ fill: 'var(--ink)', fillOpacity: 0.05 }}
            content={<ChartTooltip history={history} />}
            isAnimationActive={false}
          />
          {history.groups.map((group, index) => (
            <Bar
              key={group.key}
              yAxisId="used"
              stackId="used"
              name={group.name}
              dataKey={(row: ChartRow) => row.values[group.key] ?? 0}
              fill={seriesColor(index)}
              isAnimationActive={false}
              shape={(props: BarShapeProps) => (
                <BucketBar {...props} openFill={`url(#${patternId}-${index})`} onOpen={open} />
              )}
            />
          ))}
          {outlook ? (
            <RemainingLayer outlook={outlook} bucketCount={rows.length} axisId={remainingAxis} />
          ) : null}
        </ComposedChart>
      </ResponsiveContainer>
      <ChartLegend history={history} outlook={outlook} />
    </figure>
  );
}

type BucketBarProps = BarShapeProps & {
  openFill: string;
  onOpen: (from: string | undefined) => void;
};

/** A press shows the charges behind it; with the keyboard, the table's rows do the same. */
function BucketBar({ openFill, onOpen, ...props }: BucketBarProps) {
  const row = props.payload as ChartRow | undefined;
  return (
    <Rectangle
      x={props.x}
      y={props.y}
      width={props.width}
      height={props.height}
      cursor="pointer"
      onClick={() => onOpen(row?.from)}
      {...(row?.isOpen
        ? { fill: openFill, stroke: props.fill, strokeWidth: 1 }
        : { fill: props.fill })}
    />
  );
}

function OpenPatterns({ history, id }: { history: HistoryResponse; id: string }) {
  return (
    <defs>
      {history.groups.map((group, index) => (
        <pattern
          key={group.key}
          id={`${id}-${index}`}
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width={6} height={6} fill="var(--card)" />
          <rect width={2.5} height={6} fill={seriesColor(index)} />
        </pattern>
      ))}
    </defs>
  );
}
