import {
  type BalanceResponse,
  type HistoryResponse,
  type ProjectDetail,
  type ProjectSummary,
} from '@os-credits/contracts';
import {
  chargesOf,
  creditsText,
  dayMs,
  decimalText,
  hourMs,
  iso,
  type WorldCharge,
  type WorldProject,
} from './world.js';

const creditUnits = 10_000;

export function postingMs(project: WorldProject, index: number, nowMs: number): number {
  const daysAgo = project.postings[index]?.daysAgo ?? 0;
  return Math.floor(nowMs / dayMs) * dayMs - daysAgo * dayMs + 9 * hourMs;
}

type Sums = { granted: number; used: number; open: number };

/** Whole ten-thousandths that were granted and used before an instant. */
export function sumsOf(project: WorldProject, untilMs: number, nowMs: number): Sums {
  const sums: Sums = { granted: 0, used: 0, open: 0 };
  project.postings.forEach((posting, index) => {
    if (postingMs(project, index, nowMs) >= untilMs) return;
    const amount = Math.round(posting.credits * creditUnits);
    if (posting.kind === 'grant') sums.granted += amount;
    else sums.used -= amount;
  });
  for (const charge of chargesOf(project, { fromMs: 0, toMs: untilMs, nowMs })) {
    sums.used += charge.credits;
    if (charge.isOpen) sums.open += charge.credits;
  }
  return sums;
}

function asOf(project: WorldProject, nowMs: number): string | null {
  if (project.daysOfUse === 0) return null;
  return iso(Math.floor((nowMs - project.silentMinutes * 60_000) / 60_000) * 60_000);
}

function trendOf(project: WorldProject, nowMs: number): ProjectSummary['trend'] {
  const todayMs = Math.floor(nowMs / dayMs) * dayMs;
  if (project.daysOfUse === 0) return [];
  return Array.from({ length: 30 }, (_, index) => {
    const fromMs = todayMs - (29 - index) * dayMs;
    const charges = chargesOf(project, { fromMs, toMs: fromMs + dayMs, nowMs });
    return { day: iso(fromMs).slice(0, 10), credits: creditsText(total(charges)) };
  });
}

const total = (charges: readonly WorldCharge[]): number =>
  charges.reduce((sum, charge) => sum + charge.credits, 0);

export function summaryOf(project: WorldProject, nowMs: number): ProjectSummary {
  const { granted, used, open } = sumsOf(project, nowMs, nowMs);
  const hourEndMs = Math.floor(nowMs / hourMs) * hourMs;
  const week = total(chargesOf(project, { fromMs: hourEndMs - 7 * dayMs, toMs: hourEndMs, nowMs }));
  const perDay = Math.round(week / 7);
  const remaining = granted - used;
  const hasBurnRate = project.daysOfUse >= 3;
  const daysLeft = perDay > 0 && granted > 0 ? remaining / perDay : null;
  return {
    name: project.name,
    status: project.status,
    role: project.role,
    sites: project.sites,
    granted: creditsText(granted),
    used: creditsText(used),
    usedOpen: creditsText(open),
    remaining: creditsText(remaining),
    asOf: asOf(project, nowMs),
    shareUsed: granted === 0 ? null : decimalText(Math.round((used / granted) * 1_000_000), 6),
    burnRate: hasBurnRate
      ? {
          creditsPerDay: creditsText(perDay),
          windowDays: 7,
          from: iso(hourEndMs - 7 * dayMs),
          to: iso(hourEndMs),
        }
      : null,
    runway:
      hasBurnRate && daysLeft !== null
        ? {
            exhaustedAt: iso(nowMs + daysLeft * dayMs),
            daysLeft: decimalText(Math.round(daysLeft * 100), 2),
          }
        : null,
    trend: trendOf(project, nowMs),
  };
}

export function detailOf(project: WorldProject, nowMs: number): ProjectDetail {
  const hourEndMs = Math.floor(nowMs / hourMs) * hourMs;
  const firstMs = project.daysOfUse === 0 ? null : hourEndMs - project.daysOfUse * dayMs;
  return {
    ...summaryOf(project, nowMs),
    firstUsageAt: firstMs === null ? null : iso(firstMs),
    series: project.series.map((series) => ({
      site: series.site,
      metric: series.metric,
      metricFriendlyName: series.friendlyName,
      unit: series.unit,
      firstReadingAt: firstMs === null ? null : iso(firstMs),
      lastReadingAt: asOf(project, nowMs),
      rate: series.rate,
    })),
  };
}

export function balanceOf(project: WorldProject, atMs: number, nowMs: number): BalanceResponse {
  const { granted, used, open } = sumsOf(project, atMs, nowMs);
  return {
    project: project.name,
    at: iso(atMs),
    granted: creditsText(granted),
    used: creditsText(used),
    usedOpen: creditsText(open),
    remaining: creditsText(granted - used),
    asOf: asOf(project, nowMs),
  };
}

type HistoryRange = {
  fromMs: number;
  toMs: number;
  bucket: HistoryResponse['bucket'];
  by: HistoryResponse['by'];
  nowMs: number;
};

function bucketEndMs(startMs: number, bucket: HistoryResponse['bucket']): number {
  if (bucket === 'hour') return startMs + hourMs;
  if (bucket === 'day') return startMs + dayMs;
  const start = new Date(startMs);
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1);
}

export function historyOf(project: WorldProject, range: HistoryRange): HistoryResponse {
  const { by, nowMs } = range;
  const keyOf = (charge: WorldCharge): string =>
    by === 'metric' ? charge.series.metric : charge.series.site;
  const groups = new Map<string, HistoryResponse['groups'][number]>();
  for (const series of project.series) {
    const key = by === 'metric' ? series.metric : series.site;
    const name = by === 'metric' ? series.friendlyName : series.site;
    groups.set(key, { key, name, unit: by === 'metric' ? series.unit : null });
  }
  const buckets: HistoryResponse['buckets'] = [];
  const before = sumsOf(project, range.fromMs, nowMs);
  let remaining = before.granted - before.used;
  let sum = 0;
  for (let startMs = range.fromMs; startMs < range.toMs;) {
    const endMs = bucketEndMs(startMs, range.bucket);
    const charges = chargesOf(project, { fromMs: startMs, toMs: endMs, nowMs });
    const credits: Record<string, number> = {};
    const quantity: Record<string, number> = {};
    for (const charge of charges) {
      credits[keyOf(charge)] = (credits[keyOf(charge)] ?? 0) + charge.credits;
      quantity[keyOf(charge)] = (quantity[keyOf(charge)] ?? 0) + charge.quantity;
    }
    remaining -= total(charges);
    project.postings.forEach((posting, index) => {
      const atMs = postingMs(project, index, nowMs);
      if (atMs >= startMs && atMs < endMs) remaining += Math.round(posting.credits * creditUnits);
    });
    sum += total(charges);
    buckets.push({
      from: iso(startMs),
      to: iso(endMs),
      credits: texts(credits, 4),
      quantity: by === 'metric' ? texts(quantity, 3) : {},
      total: creditsText(total(charges)),
      remainingAtEnd: creditsText(remaining),
      isOpen: charges.some((charge) => charge.isOpen),
    });
    startMs = endMs;
  }
  return {
    project: project.name,
    from: iso(range.fromMs),
    to: iso(range.toMs),
    bucket: range.bucket,
    by,
    groups: [...groups.values()],
    buckets,
    total: creditsText(sum),
  };
}

function texts(amounts: Record<string, number>, places: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts).map(([key, amount]) => [key, decimalText(amount, places)]),
  );
}
