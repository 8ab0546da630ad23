import { Decimal } from './decimal.js';

export const HOURS_PER_DAY = 24;
/** A month of the calculators is 30 days, whatever the calendar says. */
export const HOURS_PER_MONTH = 30 * HOURS_PER_DAY;

/** A machine of at most `value` counts `weight` times. */
export interface SizeThreshold {
  readonly value: Decimal;
  readonly weight: Decimal;
}

/**
 * The size weight of a machine, as usage exporters apply it: that of the smallest threshold that is not
 * below its size, else that of the largest one, and 1 where there is none.
 *
 * @param size in the unit of the thresholds: vCPUs, GiB
 */
export function weightOf(size: Decimal, thresholds: readonly SizeThreshold[]): Decimal {
  const ascending = [...thresholds].sort((a, b) => a.value.compare(b.value));
  const fitting = ascending.find((one) => size.compare(one.value) <= 0) ?? ascending.at(-1);
  return fitting?.weight ?? Decimal.of('1');
}

/** A rate of a cost table; `null` = every site, every project. */
export interface TableRate {
  readonly metric: string;
  readonly site: string | null;
  readonly project: string | null;
  readonly rate: Decimal;
}

/**
 * The rate that a table has for a metric: project and site win over project, project over site, site over
 * neither. `null` where the table does not price the metric.
 */
export function rateInTable(
  rates: readonly TableRate[],
  wanted: {
    readonly metric: string;
    readonly site: string | null;
    readonly project: string | null;
  },
): Decimal | null {
  let best: TableRate | null = null;
  for (const rate of rates) {
    if (rate.metric !== wanted.metric) continue;
    if (rate.site !== null && rate.site !== wanted.site) continue;
    if (rate.project !== null && rate.project !== wanted.project) continue;
    if (best === null || rankOf(rate) > rankOf(best)) best = rate;
  }
  return best?.rate ?? null;
}

function rankOf(rate: TableRate): number {
  return (rate.project === null ? 0 : 2) + (rate.site === null ? 0 : 1);
}

/** What runs for an hour: `count` machines of `amount` units each, weighted by their size. */
export interface CostLine {
  readonly amount: Decimal;
  readonly weight: Decimal;
  readonly count: number;
  readonly rate: Decimal;
}

/** amount × weight × count × rate, exact. */
export function creditsPerHour(line: CostLine): Decimal {
  return line.amount
    .times(line.weight)
    .times(Decimal.of(String(line.count)))
    .times(line.rate);
}

/** Credits of a number of hours. */
export function creditsOfHours(perHour: Decimal, hours: number): Decimal {
  return perHour.times(Decimal.of(String(hours)));
}

/**
 * How many hours credits last at a pace, cut off after `places` so that they really suffice; `null` where
 * nothing is used.
 */
export function hoursCovered(credits: Decimal, perHour: Decimal, places: number): Decimal | null {
  if (perHour.compare(Decimal.zero) <= 0) return null;
  const hours = credits.dividedBy(perHour, places);
  if (hours.times(perHour).compare(credits) <= 0) return hours;
  return hours.minus(Decimal.of(places === 0 ? '1' : `0.${'1'.padStart(places, '0')}`));
}

/** Units per hour after more is started (or, below 0, something is stopped): never less than none. */
export function amountAfter(now: Decimal, change: Decimal): Decimal {
  const after = now.plus(change);
  return after.isNegative() ? Decimal.zero : after;
}
