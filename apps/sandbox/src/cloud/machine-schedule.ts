import type { CatalogueProject } from './project-catalogue.js';
import { FLAVORS, type Flavor } from './flavors.js';
import { randomStream, wholeBetween } from './random-stream.js';
import type { SiteKey } from './sites.js';

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const BURST_CYCLE_DAYS = 9;
const ENDED_DAYS_BEFORE_START = 21;
const NEW_DAYS_BEFORE_START = 2;
const WEEKEND_SHARE = 0.12;
const NIGHT_SHARE = 0.85;

/** A machine of a project on one site. */
export interface Machine {
  readonly name: string;
  readonly flavor: Flavor;
  /** Position among the machines of the same project and site. */
  readonly slot: number;
}

/** A stretch of one day during which a machine runs: milliseconds of the day, half-open. */
export interface MachineRun {
  readonly machine: Machine;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a schedule is made from; days count from `originMs`, a midnight (UTC). */
export interface ScheduleBasis {
  readonly seed: number;
  readonly originMs: number;
  readonly historyDays: number;
}

/** All machines that a project has on a site. */
export function machinesOf(project: CatalogueProject, site: SiteKey): readonly Machine[] {
  const flavors = project.fleet.flatMap(([flavor, count]) =>
    Array.from({ length: count }, () => FLAVORS[flavor]),
  );
  return flavors.map((flavor, slot) => ({ name: `${site}-${slot + 1}`, flavor, slot }));
}

/** The day from which a project exists. */
export function firstDayOf(project: CatalogueProject, basis: ScheduleBasis): number {
  return project.pattern === 'new' ? Math.max(0, basis.historyDays - NEW_DAYS_BEFORE_START) : 0;
}

/** When the machines of a project run on a site during one day; a pure function of its input. */
export function machineRuns(
  basis: ScheduleBasis,
  project: CatalogueProject,
  site: SiteKey,
  day: number,
): readonly MachineRun[] {
  const machines = machinesOf(project, site);
  return machines.flatMap((machine) => {
    const place = { basis, project, site, day, machine, fleetSize: machines.length };
    return minutesOf(place).map(([from, to]) => ({
      machine,
      fromMs: from * MINUTE_MS,
      toMs: to * MINUTE_MS,
    }));
  });
}

interface Place {
  readonly basis: ScheduleBasis;
  readonly project: CatalogueProject;
  readonly site: SiteKey;
  readonly day: number;
  readonly machine: Machine;
  readonly fleetSize: number;
}

/** The random numbers of one machine on one day. */
function randomOf({ basis, project, site, day, machine }: Place): () => number {
  return randomStream(basis.seed, project.name, site, machine.slot, day);
}

type Minutes = readonly (readonly [from: number, to: number])[];

const ALL_DAY: Minutes = [[0, DAY_MINUTES]];
const NOT_AT_ALL: Minutes = [];

function minutesOf(place: Place): Minutes {
  const { basis, day, project } = place;
  switch (project.pattern) {
    case 'steady':
      return ALL_DAY;
    case 'weekdays':
      return weekdayMinutes(place);
    case 'nightly':
      return nightMinutes(place);
    case 'bursty':
      return burstMinutes(place);
    case 'growing':
      return day >= firstDayOfGrowth(place) ? ALL_DAY : NOT_AT_ALL;
    case 'ended':
      return day < basis.historyDays - ENDED_DAYS_BEFORE_START ? ALL_DAY : NOT_AT_ALL;
    case 'new':
      return day >= firstDayOf(project, basis) ? ALL_DAY : NOT_AT_ALL;
    case 'idle':
      return NOT_AT_ALL;
  }
}

function weekdayMinutes(place: Place): Minutes {
  const { basis, day } = place;
  const random = randomOf(place);
  // The first of January 1970 was a Thursday; 0 is Sunday.
  const weekday = (Math.floor(basis.originMs / DAY_MS) + day + 4) % 7;
  const isWeekend = weekday === 0 || weekday === 6;
  if (isWeekend && random() >= WEEKEND_SHARE) return NOT_AT_ALL;
  return [[wholeBetween(random, 360, 540), wholeBetween(random, 960, 1200)]];
}

function nightMinutes(place: Place): Minutes {
  const random = randomOf(place);
  if (random() >= NIGHT_SHARE) return NOT_AT_ALL;
  return [
    [0, wholeBetween(random, 240, 390)],
    [wholeBetween(random, 1140, 1320), DAY_MINUTES],
  ];
}

/** All machines of a project and site burst together, one burst in each cycle of days. */
function burstMinutes(place: Place): Minutes {
  const { basis, project, site, day } = place;
  const cycle = Math.floor(day / BURST_CYCLE_DAYS);
  const shared = randomStream(basis.seed, project.name, site, 'burst', cycle);
  const first = cycle * BURST_CYCLE_DAYS + wholeBetween(shared, 0, 5);
  const last = first + wholeBetween(shared, 0, 3);
  if (day < first || day > last) return NOT_AT_ALL;
  const random = randomOf(place);
  const from = day === first ? wholeBetween(random, 420, 900) : 0;
  const to = day === last ? wholeBetween(random, 960, 1380) : DAY_MINUTES;
  return [[from, to]];
}

function firstDayOfGrowth({ basis, machine, fleetSize }: Place): number {
  return Math.floor((machine.slot * basis.historyDays) / (fleetSize + 1));
}
