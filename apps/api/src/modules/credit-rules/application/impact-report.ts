import { burnRate, Decimal, exhaustedAtMicros, relativeChange } from '@os-credits/credits';
import { type ImpactQuery, type ImpactResponse, type ImpactRow } from '@os-credits/contracts';
import { type ProjectImpactRow } from './impact.ports.js';

const DAY_MS = 86_400_000;
const IMPACT_DAYS = 30;

export interface ImpactWindow {
  /** ISO 8601, midnight UTC. */
  readonly from: string;
  readonly to: string;
}

/** A project's figures as they are needed for all projects; the rest is for those that are shown. */
export interface ComparedProject {
  readonly row: ProjectImpactRow;
  readonly oldCredits: Decimal;
  readonly newCredits: Decimal;
  readonly difference: Decimal;
}

export function compareProject(row: ProjectImpactRow): ComparedProject {
  const oldCredits = Decimal.of(row.oldCredits);
  const newCredits = Decimal.of(row.newCredits);
  return { row, oldCredits, newCredits, difference: newCredits.minus(oldCredits) };
}

/**
 * What one project's usage would have cost, and how long its credits then last at that pace. The pace is
 * over the window, or since the day of its first reading where that is later; it needs three days.
 */
export function toImpactRow(project: ComparedProject, window: ImpactWindow, now: Date): ImpactRow {
  const { row, oldCredits, newCredits, difference } = project;
  return {
    project: row.project,
    oldCredits: oldCredits.toString(),
    newCredits: newCredits.toString(),
    difference: difference.toString(),
    share: relativeChange(oldCredits, newCredits)?.toString() ?? null,
    remaining: row.remaining,
    oldRunwayAt: runwayAt(row, oldCredits, window, now),
    newRunwayAt: runwayAt(row, newCredits, window, now),
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
  projects: readonly ComparedProject[],
  window: ImpactWindow,
): ImpactResponse['totals'] {
  const oldCredits = Decimal.sum(projects.map((one) => one.oldCredits));
  const newCredits = Decimal.sum(projects.map((one) => one.newCredits));
  const impact = Decimal.sum(projects.map((one) => sizeOf(one.difference)));
  const cheaperCount = projects.filter((one) => one.difference.isNegative()).length;
  const affectedCount = projects.filter((one) => !one.difference.isZero()).length;
  const days = (Date.parse(window.to) - Date.parse(window.from)) / DAY_MS;
  return {
    projectCount: projects.length,
    affectedCount,
    dearerCount: affectedCount - cheaperCount,
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

export type ImpactSort = ImpactQuery['sort'];

/**
 * Sorts into a new array; ties go by name, projects without a value come last. Differences and shares go by
 * their size.
 */
export function sortImpact(
  projects: readonly ComparedProject[],
  by: { readonly sort: ImpactSort; readonly order: 'asc' | 'desc' | undefined },
  runwayOf: (project: ComparedProject) => string | null,
): ComparedProject[] {
  const { sort } = by;
  const order = by.order ?? (sort === 'name' || sort === 'runway' ? 'asc' : 'desc');
  const direction = order === 'asc' ? 1 : -1;
  const byName = (a: ComparedProject, b: ComparedProject) =>
    a.row.project < b.row.project ? -1 : Number(a.row.project > b.row.project);
  if (sort === 'name') return [...projects].sort((a, b) => direction * byName(a, b));
  const keyed = projects.map((project) => ({ project, key: keyOf(project, sort, runwayOf) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null)
      return Number(a.key === null) - Number(b.key === null) || byName(a.project, b.project);
    return direction * a.key.compare(b.key) || byName(a.project, b.project);
  });
  return keyed.map(({ project }) => project);
}

function keyOf(
  project: ComparedProject,
  sort: Exclude<ImpactSort, 'name'>,
  runwayOf: (project: ComparedProject) => string | null,
): Decimal | null {
  switch (sort) {
    case 'difference':
      return sizeOf(project.difference);
    case 'share': {
      const share = relativeChange(project.oldCredits, project.newCredits);
      return share && sizeOf(share);
    }
    case 'old':
      return project.oldCredits;
    case 'new':
      return project.newCredits;
    case 'runway': {
      const at = runwayOf(project);
      return at === null ? null : Decimal.of(String(Date.parse(at)));
    }
  }
}

function sizeOf(value: Decimal): Decimal {
  return value.isNegative() ? value.negated() : value;
}
