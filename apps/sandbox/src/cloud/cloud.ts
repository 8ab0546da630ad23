import { countedGib } from './flavors.js';
import {
  DAY_MS,
  firstDayOf,
  machineRuns,
  type Machine,
  type MachineRun,
  type ScheduleBasis,
} from './machine-schedule.js';
import type { CatalogueProject } from './project-catalogue.js';
import { randomStream, wholeBetween } from './random-stream.js';
import type { SiteKey } from './sites.js';

/** Milliseconds of an hour. */
export const HOUR_MS = 3_600_000;

/** What is metered: vCPU·h and (as whole GiB) RAM·h. */
export type MeteredUnit = 'vcpu' | 'gib';

/**
 * Cumulative usage as whole numbers of unit·milliseconds, so that adding up stays exact; divided by
 * 3 600 000 it is unit·hours.
 */
export type UsageMs = Readonly<Record<MeteredUnit, number>>;

const NO_USAGE: UsageMs = { vcpu: 0, gib: 0 };

/**
 * The machines of all projects and what they have used: a pure function of the basis and an instant
 * of simulated time. (The only state is caches: the sums of past days, the day last asked for.)
 */
export class Cloud {
  private readonly sumsBefore = new Map<string, UsageMs[]>();
  private readonly lastRuns = new Map<string, { day: number; runs: readonly MachineRun[] }>();

  constructor(readonly basis: ScheduleBasis) {}

  /** Whether the exporter lists the project at this instant. */
  exists(project: CatalogueProject, instantMs: number): boolean {
    return instantMs >= this.createdMs(project);
  }

  /** The instant from which a project is listed. */
  createdMs(project: CatalogueProject): number {
    return this.basis.originMs + firstDayOf(project, this.basis) * DAY_MS;
  }

  /** The machines that run at an instant. */
  runningMachines(project: CatalogueProject, site: SiteKey, instantMs: number): readonly Machine[] {
    const { day, msOfDay } = this.dayOf(instantMs);
    return this.runs(project, site, day)
      .filter((run) => run.fromMs <= msOfDay && msOfDay < run.toMs)
      .map((run) => run.machine);
  }

  /** Usage from the origin to an instant, without what the counter showed before the origin. */
  usedMs(project: CatalogueProject, site: SiteKey, instantMs: number): UsageMs {
    const { day, msOfDay } = this.dayOf(instantMs);
    if (day < 0) return NO_USAGE;
    return this.runs(project, site, day).reduce(
      (sum, run) => addRun(sum, run, msOfDay),
      this.sumBefore(project, site, day),
    );
  }

  /** What the counter already showed at the origin: usage from before the simulation. */
  baseMs(project: CatalogueProject, site: SiteKey): UsageMs {
    if (firstDayOf(project, this.basis) > 0 || project.pattern === 'idle') return NO_USAGE;
    const random = randomStream(this.basis.seed, project.name, site, 'base');
    const vcpuHours = wholeBetween(random, 1_000, 400_000);
    const gibHours = vcpuHours * wholeBetween(random, 2, 6);
    return { vcpu: vcpuHours * HOUR_MS, gib: gibHours * HOUR_MS };
  }

  private runs(project: CatalogueProject, site: SiteKey, day: number): readonly MachineRun[] {
    const key = `${site}/${project.name}`;
    const last = this.lastRuns.get(key);
    if (last?.day === day) return last.runs;
    const runs = machineRuns(this.basis, project, site, day);
    this.lastRuns.set(key, { day, runs });
    return runs;
  }

  private sumBefore(project: CatalogueProject, site: SiteKey, day: number): UsageMs {
    const key = `${site}/${project.name}`;
    const sums = this.sumsBefore.get(key) ?? [NO_USAGE];
    this.sumsBefore.set(key, sums);
    for (let next = sums.length; next <= day; next += 1) {
      const before = sums[next - 1] ?? NO_USAGE;
      const runs = this.runs(project, site, next - 1);
      sums.push(runs.reduce((sum, run) => addRun(sum, run, DAY_MS), before));
    }
    return sums[day] ?? NO_USAGE;
  }

  private dayOf(instantMs: number): { day: number; msOfDay: number } {
    const sinceOriginMs = instantMs - this.basis.originMs;
    const day = Math.floor(sinceOriginMs / DAY_MS);
    return { day, msOfDay: sinceOriginMs - day * DAY_MS };
  }
}

function addRun(sum: UsageMs, run: MachineRun, untilMs: number): UsageMs {
  const durationMs = Math.max(0, Math.min(run.toMs, untilMs) - run.fromMs);
  return {
    vcpu: sum.vcpu + durationMs * run.machine.flavor.vcpus,
    gib: sum.gib + durationMs * countedGib(run.machine.flavor),
  };
}
