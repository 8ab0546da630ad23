import { burnRate, Decimal, exhaustedAtMicros, relativeChange } from '@os-credits/credits';
import { type ImpactResponse, type ImpactRow } from '@os-credits/contracts';
import { type ProjectImpactRow } from './impact.ports.js';

const DAY_MS = 86_400_000;
const IMPACT_DAYS = 30;

export interface ImpactWindow {
  /** ISO 8601, midnight UTC. */
  readonly from: string;
  readonly to: string;
}

/**
 * What one project's usage would have cost, and how long its credits then last at that pace. The pace is
 * over the window, or since the day of its first reading where that is later; it needs three days.
 */
export function toImpactRow(row: ProjectImpactRow, window: ImpactWindow, now: Date): ImpactRow {
  const oldCredits = Decimal.of(row.oldCredits);
  const newCredits = Decimal.of(row.newCredits);
  const runway = (credits: Decimal) => runwayAt(row, credits, window, now);
  return {
    project: row.project,
    oldCredits: oldCredits.toString(),
    newCredits: newCredits.toString(),
    difference: newCredits.minus(oldCredits).toString(),
    share: relativeChange(oldCredits, newCredits)?.toString() ?? null,
    remaining: row.remaining,
    oldRunwayAt: runway(oldCredits),
    newRunwayAt: runway(newCredits),
  };
}

function runwayAt(
  row: ProjectImpactRow,
  used: Decimal,
  window: ImpactWindow,
  now: Date,
): string | null {
  if (row.firstReadingAt === null || Decimal.of(row.granted).isZero()) return null;
  const firstDayMs = Math.floor(Date.parse(row.firstReadingAt) / DAY_MS) * DAY_MS;
  const fromMs = Math.max(Date.parse(window.from), firstDayMs);
  const pace = burnRate(used, fromMs * 1000, Date.parse(window.to) * 1000);
  if (pace === null) return null;
  const micros = exhaustedAtMicros(
    Decimal.of(row.remaining),
    pace.creditsPerDay,
    now.getTime() * 1000,
  );
  return micros === null ? null : new Date(Math.floor(micros / 1000)).toISOString();
}

/** Sums over all projects, exact; the impact counts every difference by its size, scaled to 30 days. */
export function impactTotals(
  rows: readonly ImpactRow[],
  window: ImpactWindow,
): ImpactResponse['totals'] {
  let oldCredits = Decimal.zero;
  let newCredits = Decimal.zero;
  let impact = Decimal.zero;
  let dearerCount = 0;
  let cheaperCount = 0;
  for (const row of rows) {
    const difference = Decimal.of(row.difference);
    oldCredits = oldCredits.plus(Decimal.of(row.oldCredits));
    newCredits = newCredits.plus(Decimal.of(row.newCredits));
    if (difference.isNegative()) cheaperCount += 1;
    else if (!difference.isZero()) dearerCount += 1;
    impact = impact.plus(difference.isNegative() ? difference.negated() : difference);
  }
  const days = (Date.parse(window.to) - Date.parse(window.from)) / DAY_MS;
  return {
    projectCount: rows.length,
    affectedCount: dearerCount + cheaperCount,
    dearerCount,
    cheaperCount,
    oldCredits: oldCredits.toString(),
    newCredits: newCredits.toString(),
    difference: newCredits.minus(oldCredits).toString(),
    share: relativeChange(oldCredits, newCredits)?.toString() ?? null,
    impactCredits30Days: impact
      .times(Decimal.of(String(IMPACT_DAYS)))
      .dividedBy(Decimal.of(String(days)), 6)
      .toString(),
  };
}

export type ImpactSort = 'difference' | 'share' | 'old' | 'new' | 'runway' | 'name';

/** Sorts in place of nobody: a new array, ties by name. Differences and shares go by their size. */
export function sortImpact(
  rows: readonly ImpactRow[],
  sort: ImpactSort,
  order: 'asc' | 'desc' | undefined,
): ImpactRow[] {
  const direction =
    (order ?? (sort === 'name' || sort === 'runway' ? 'asc' : 'desc')) === 'asc' ? 1 : -1;
  const byName = (a: ImpactRow, b: ImpactRow) =>
    a.project < b.project ? -1 : Number(a.project > b.project);
  if (sort === 'name') return [...rows].sort((a, b) => direction * byName(a, b));
  const keyed = rows.map((row) => ({ row, key: keyOf(row, sort) }));
  keyed.sort((a, b) => {
    // Without a value comes last, whichever way round.
    if (a.key === null || b.key === null)
      return Number(a.key === null) - Number(b.key === null) || byName(a.row, b.row);
    return direction * a.key.compare(b.key) || byName(a.row, b.row);
  });
  return keyed.map(({ row }) => row);
}

function keyOf(row: ImpactRow, sort: Exclude<ImpactSort, 'name'>): Decimal | null {
  switch (sort) {
    case 'difference':
      return sizeOf(row.difference);
    case 'share':
      return row.share === null ? null : sizeOf(row.share);
    case 'old':
      return Decimal.of(row.oldCredits);
    case 'new':
      return Decimal.of(row.newCredits);
    case 'runway':
      return row.newRunwayAt === null ? null : Decimal.of(String(Date.parse(row.newRunwayAt)));
  }
}

function sizeOf(text: string): Decimal {
  const value = Decimal.of(text);
  return value.isNegative() ? value.negated() : value;
}
