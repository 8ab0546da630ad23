import { Decimal } from './decimal.js';

const DAY_MICROS = 86_400_000_000;
/** Fewer days of usage than this say nothing about the pace. */
export const FORECAST_DAYS_MIN = 3;

/** Credits per day over a stated window, `[fromMicros, toMicros)`. */
export interface BurnRate {
  readonly creditsPerDay: Decimal;
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** Credits used in a window, as credits per day to 6 places; `null` for a window under {@link FORECAST_DAYS_MIN} days. */
export function burnRate(used: Decimal, fromMicros: number, toMicros: number): BurnRate | null {
  const stretch = toMicros - fromMicros;
  if (stretch < FORECAST_DAYS_MIN * DAY_MICROS) return null;
  const creditsPerDay = used
    .times(Decimal.of(String(DAY_MICROS)))
    .dividedBy(Decimal.of(String(stretch)), 6);
  return { creditsPerDay, fromMicros, toMicros };
}

/** When `remaining` reaches 0 at a pace. Already at or below 0: at `asOfMicros`. `null` when nothing is used. */
export function exhaustedAtMicros(
  remaining: Decimal,
  creditsPerDay: Decimal,
  asOfMicros: number,
): number | null {
  if (creditsPerDay.compare(Decimal.zero) <= 0) return null;
  if (remaining.compare(Decimal.zero) <= 0) return asOfMicros;
  const micros = remaining.times(Decimal.of(String(DAY_MICROS))).dividedBy(creditsPerDay, 0);
  const left = Number(micros.toString());
  return left > 36_500 * DAY_MICROS ? null : asOfMicros + left;
}
