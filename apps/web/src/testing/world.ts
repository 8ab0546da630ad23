/**
 * A small, deterministic research cloud for tests and for work without a back end. Amounts are whole
 * ten-thousandths of a credit, so that sums are exact without a decimal library.
 */
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export type WorldSeries = {
  id: number;
  site: string;
  metric: string;
  friendlyName: string;
  unit: string;
  /** Ten-thousandths of a credit per thousandth of a unit. */
  rateTenths: number;
  rate: string;
  size: number;
};

export type WorldPosting = {
  kind: 'grant' | 'adjustment';
  daysAgo: number;
  credits: number;
  reason: string;
  source: string;
  actor: string | null;
};

export type WorldProject = {
  name: string;
  status: 'unverified' | 'active' | 'inactive';
  role: 'lead' | 'member' | 'staff';
  sites: string[];
  series: WorldSeries[];
  daysOfUse: number;
  /** Minutes since the last reading came in. */
  silentMinutes: number;
  postings: WorldPosting[];
};

type ProjectPlan = Pick<WorldProject, 'name'> &
  Partial<Pick<WorldProject, 'status' | 'role' | 'daysOfUse' | 'silentMinutes'>> & {
    cores: number;
    sites?: string[];
    /** Credits of the first grant. */
    granted: number | null;
    extra?: WorldPosting[];
  };

let nextSeriesId = 11;

function project(plan: ProjectPlan): WorldProject {
  const sites = plan.sites ?? ['bielefeld'];
  const daysOfUse = plan.daysOfUse ?? 90;
  const series = sites.flatMap((site, index): WorldSeries[] => {
    if (plan.cores === 0) return [];
    const cores = Math.max(1, Math.round(plan.cores / (index + 1)));
    return [
      {
        id: nextSeriesId++,
        site,
        metric: 'project_vcpu_usage',
        friendlyName: 'cpu',
        unit: 'vCPU·h',
        rateTenths: 10,
        rate: '1',
        size: cores,
      },
      {
        id: nextSeriesId++,
        site,
        metric: 'project_mb_usage',
        friendlyName: 'ram',
        unit: 'GiB·h',
        rateTenths: 3,
        rate: '0.3',
        size: cores * 2,
      },
    ];
  });
  const grant: WorldPosting[] =
    plan.granted === null
      ? []
      : [
          {
            kind: 'grant',
            daysAgo: daysOfUse + 2,
            credits: plan.granted,
            reason: 'First allocation',
            source: 'perun',
            actor: null,
          },
        ];
  return {
    name: plan.name,
    status: plan.status ?? 'active',
    role: plan.role ?? 'lead',
    sites,
    series,
    daysOfUse,
    silentMinutes: plan.silentMinutes ?? 1,
    postings: [...grant, ...(plan.extra ?? [])],
  };
}

export const world: readonly WorldProject[] = [
  project({
    name: 'protein-folding',
    cores: 16,
    sites: ['bielefeld', 'heidelberg'],
    granted: 38_000,
    extra: [
      {
        kind: 'grant',
        daysAgo: 40,
        credits: 8000,
        reason: 'Second allocation after the mid-term report',
        source: 'perun',
        actor: null,
      },
      {
        kind: 'adjustment',
        daysAgo: 12,
        credits: 125.5,
        reason: 'Outage of the Bielefeld site on 8 November, use not charged',
        source: 'staff',
        actor: 'Mira Holm',
      },
    ],
  }),
  project({ name: 'metagenome-atlas', cores: 24, granted: 40_600, sites: ['heidelberg'] }),
  project({ name: 'single-cell-heart', cores: 12, granted: 19_500, role: 'member' }),
  project({ name: 'plant-phenotyping', cores: 6, granted: 15_300, silentMinutes: 320 }),
  project({ name: 'variant-calling-pipeline', cores: 9, granted: 60_000, sites: ['berlin'] }),
  project({ name: 'covid-sequencing-archive', cores: 1, granted: 50_000 }),
  project({ name: 'new-imaging-pilot', cores: 4, granted: 5000, daysOfUse: 1, role: 'member' }),
  project({ name: 'teaching-workshop', cores: 0, granted: 2500, daysOfUse: 0 }),
  project({
    name: 'unknown-simvm-17',
    cores: 2,
    granted: null,
    status: 'unverified',
    role: 'staff',
  }),
];

/** A steady pseudo-random whole number below `limit` for a series and an hour. */
function noise(seed: number, limit: number): number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b) >>> 0;
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35) >>> 0;
  return ((state ^ (state >>> 16)) >>> 0) % limit;
}

/** Thousandths of a unit per minute and size unit: less at night and at weekends, some surprises. */
function activity(series: WorldSeries, hour: number): number {
  const hourOfDay = hour % 24;
  const weekday = Math.floor(hour / 24) % 7;
  const isNight = hourOfDay < 6 || hourOfDay > 20;
  const base = weekday === 2 || weekday === 3 ? 6 : 10;
  const surge = noise(series.id * 31 + Math.floor(hour / 24), 9) === 0 ? 6 : 0;
  return Math.max(1, base + surge - (isNight ? 3 : 0) + noise(series.id * 7919 + hour, 4) - 2);
}

export type WorldCharge = {
  series: WorldSeries;
  hourStartMs: number;
  isOpen: boolean;
  minutes: number;
  /** Thousandths of the unit per minute. */
  growthPerMinute: number;
  /** Thousandths of the unit. */
  quantity: number;
  /** Ten-thousandths of a credit. */
  credits: number;
};

/** The charge of one series in one hour, null where nothing was used. */
export function chargeOf(options: {
  project: WorldProject;
  series: WorldSeries;
  hourStartMs: number;
  nowMs: number;
}): WorldCharge | null {
  const { project: owner, series, hourStartMs, nowMs } = options;
  const completeMs = nowMs - owner.silentMinutes * 60_000;
  const minutes = Math.min(60, Math.floor((completeMs - hourStartMs) / 60_000));
  const firstMs = Math.floor(nowMs / hourMs) * hourMs - owner.daysOfUse * dayMs;
  if (minutes <= 0 || hourStartMs < firstMs) return null;
  const growthPerMinute = series.size * activity(series, Math.floor(hourStartMs / hourMs));
  const quantity = growthPerMinute * minutes;
  return {
    series,
    hourStartMs,
    isOpen: hourStartMs + hourMs > nowMs,
    minutes,
    growthPerMinute,
    quantity,
    credits: quantity * series.rateTenths,
  };
}

/** All charges of a project that begin in `[fromMs, toMs)`, oldest first. */
export function chargesOf(
  owner: WorldProject,
  range: { fromMs: number; toMs: number; nowMs: number },
): WorldCharge[] {
  const charges: WorldCharge[] = [];
  const firstUseMs = Math.floor(range.nowMs / hourMs) * hourMs - owner.daysOfUse * dayMs;
  const startMs = Math.max(Math.floor(range.fromMs / hourMs) * hourMs, firstUseMs);
  for (let hourStartMs = startMs; hourStartMs < range.toMs; hourStartMs += hourMs) {
    for (const series of owner.series) {
      const charge = chargeOf({ project: owner, series, hourStartMs, nowMs: range.nowMs });
      if (charge) charges.push(charge);
    }
  }
  return charges;
}

/** Whole `1 / 10^places` as plain decimal text without trailing zeros. */
export function decimalText(whole: number, places: number): string {
  const digits = String(Math.abs(Math.round(whole))).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  const text = digits.slice(0, -places) + (fraction === '' ? '' : `.${fraction}`);
  return whole < 0 ? `-${text}` : text;
}

export const creditsText = (tenThousandths: number): string => decimalText(tenThousandths, 4);
export const iso = (ms: number): string => new Date(ms).toISOString();
