import { type HistoryResponse, type ProjectSummary } from '@os-credits/contracts';
import { forecastOf } from '../../../shared/forecast/index.js';
import { axisTicks } from './axis-ticks.js';
import { forecastLine, type ForecastLine } from './forecast-line.js';
import { remainingLine, type RemainingLine } from './remaining-line.js';

/** What of a project's account the chart of what remains needs; undefined while it is asked for. */
export type Account = Pick<
  ProjectSummary,
  'granted' | 'remaining' | 'shareUsed' | 'burnRate' | 'runway'
>;

export type Threshold = { level: 'notice' | 'warning'; share: string; remaining: number };

/** Everything that is drawn on the right axis. */
export type AccountOutlook = {
  line: RemainingLine;
  forecast: (ForecastLine & { exhaustedAt: string; windowDays: number }) | null;
  thresholds: Threshold[];
  ticks: number[];
};

/** Used shares that mails and banners speak up at. */
const marks = [
  { level: 'notice', share: '0.8', left: 0.2 },
  { level: 'warning', share: '0.95', left: 0.05 },
] as const;

/** Line, forecast and thresholds of what remains; the thresholds are shares of today's grant. */
export function accountOutlook(options: {
  history: HistoryResponse;
  account: Account | undefined;
  nowMs: number;
}): AccountOutlook {
  const { history, account, nowMs } = options;
  const line = remainingLine(history, nowMs);
  const forecast = outlookOf({ history, account, nowMs, line });
  const granted = Number(account?.granted ?? '0');
  const thresholds =
    granted > 0
      ? marks.map(({ level, share, left }) => ({ level, share, remaining: granted * left }))
      : [];
  return {
    line,
    forecast,
    thresholds,
    ticks: axisTicks([...line.points, ...thresholds].map(({ remaining }) => remaining)),
  };
}

function outlookOf(options: {
  history: HistoryResponse;
  account: Account | undefined;
  nowMs: number;
  line: RemainingLine;
}): AccountOutlook['forecast'] {
  const { history, account, nowMs, line } = options;
  const present = line.points.at(-1);
  if (!account || !present) return null;
  const forecast = forecastOf(account, nowMs);
  if (forecast.kind !== 'date') return null;
  const { exhaustedAt, windowDays } = forecast;
  const drawn = forecastLine({ history, present, exhaustedAt, nowMs });
  return drawn && { ...drawn, exhaustedAt, windowDays };
}
