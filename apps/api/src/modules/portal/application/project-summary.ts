import { burnRate, Decimal, exhaustedAtMicros } from '@os-credits/credits';
import { type ProjectSummary } from '@os-credits/contracts';
import { type OverviewRow } from './portal.ports.js';
import { roleIn, type Viewer } from './viewer.js';

export const TREND_DAYS = 30;
const DAY_MS = 86_400_000;
const SHARE_PLACES = 6;
const DAYS_LEFT_PLACES = 1;

/** First day of the trend that ends today, `YYYY-MM-DD`. */
export function trendStart(now: Date): string {
  return dayText(now.getTime() - (TREND_DAYS - 1) * DAY_MS);
}

/** A project's card from its row: adds what is computed, with exact arithmetic. */
export function toSummary(row: OverviewRow, viewer: Viewer, now: Date): ProjectSummary {
  const granted = Decimal.of(row.granted);
  const used = Decimal.of(row.used);
  const pace = paceOf(row);
  return {
    name: row.name,
    status: row.status,
    role: roleIn(viewer, row.name),
    sites: [...row.sites].sort((a, b) => a.localeCompare(b, 'en')),
    granted: granted.toString(),
    used: used.toString(),
    usedOpen: plain(row.usedOpen),
    remaining: plain(row.remaining),
    asOf: row.asOf,
    shareUsed: granted.isZero() ? null : used.dividedBy(granted, SHARE_PLACES).toString(),
    burnRate: pace,
    runway: pace === null || granted.isZero() ? null : runwayOf(row, pace.creditsPerDay),
    trend: trendOf(row, now),
  };
}

/** Equal numbers as equal text: PostgreSQL keeps the zeros at the end, people do not want them. */
export function plain(decimal: string): string {
  return Decimal.of(decimal).toString();
}

function paceOf(row: OverviewRow): ProjectSummary['burnRate'] {
  if (row.paceFrom === null || row.paceTo === null) return null;
  const fromMs = Date.parse(row.paceFrom);
  const toMs = Date.parse(row.paceTo);
  const rate = burnRate(Decimal.of(row.paceCredits), fromMs * 1000, toMs * 1000);
  return (
    rate && {
      creditsPerDay: rate.creditsPerDay.toString(),
      windowDays: (toMs - fromMs) / DAY_MS,
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
    }
  );
}

function runwayOf(row: OverviewRow, creditsPerDay: string): ProjectSummary['runway'] {
  if (row.asOf === null) return null;
  const remaining = Decimal.of(row.remaining);
  const pace = Decimal.of(creditsPerDay);
  const micros = exhaustedAtMicros(remaining, pace, Date.parse(row.asOf) * 1000);
  if (micros === null) return null;
  const isOver = remaining.compare(Decimal.zero) <= 0;
  return {
    exhaustedAt: new Date(Math.floor(micros / 1000)).toISOString(),
    daysLeft: isOver ? '0' : remaining.dividedBy(pace, DAYS_LEFT_PLACES).toString(),
  };
}

/** Days without use are zero, not absent. */
function trendOf(row: OverviewRow, now: Date): ProjectSummary['trend'] {
  const byDay = new Map(row.trendDays.map((day, index) => [day, row.trendCredits[index] ?? '0']));
  const startMs = Date.parse(trendStart(now));
  return Array.from({ length: TREND_DAYS }, (_, index) => {
    const day = dayText(startMs + index * DAY_MS);
    return { day, credits: plain(byDay.get(day) ?? '0') };
  });
}

function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
