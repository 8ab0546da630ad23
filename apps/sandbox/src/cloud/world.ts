import { Cloud, HOUR_MS, type UsageMs } from './cloud.js';
import type { Machine } from './machine-schedule.js';
import { PROJECT_CATALOGUE, type CatalogueProject } from './project-catalogue.js';
import { hexDigits, randomStream } from './random-stream.js';
import { simulatedAt, speedAt, withSpeed } from './simulated-clock.js';
import type { Site } from './sites.js';
import type { WorldState } from './world-state.js';

/** The metrics of the usage exporter. */
export type UsageMetric = 'project_vcpu_usage' | 'project_mb_usage';

/** The labels that the exporter puts on a series, in its order. */
export interface UsageLabels {
  readonly domain_id: string;
  readonly domain_name: string;
  readonly project_id: string;
  readonly project_name: string;
}

/** The counter of a series at an instant. */
export interface UsageValue {
  readonly labels: UsageLabels;
  /** Unit·hours since the exporter's start date: vCPU·h, or GiB·h despite the metric's name. */
  readonly value: number;
}

/** Usage to add to a project's counters by hand, in whole unit·milliseconds. */
export interface Bump extends UsageMs {
  readonly project: string;
  readonly locationId: string;
}

/**
 * What the outside world shows at an instant of real time: counters, machines, clock. Everything is
 * computed from the state; every change of the state goes through `onChange`.
 */
export class World {
  readonly cloud: Cloud;
  private readonly labels = new Map<string, UsageLabels>();

  constructor(
    private current: WorldState,
    private readonly onChange: (state: WorldState) => void,
  ) {
    this.cloud = new Cloud(current);
  }

  get state(): WorldState {
    return this.current;
  }

  get speed(): number {
    return speedAt(this.current.segments);
  }

  simulatedAt(realMs: number): number {
    return simulatedAt(this.current.segments, realMs);
  }

  /** The counters of one metric that a site's exporter lists at an instant, in catalogue order. */
  usageValues(site: Site, metric: UsageMetric, realMs: number): readonly UsageValue[] {
    const unit = metric === 'project_vcpu_usage' ? 'vcpu' : 'gib';
    return this.projectsAt(site, realMs).map((project) => ({
      labels: this.labelsOf(project),
      value: this.counterMs(project, site, realMs)[unit] / HOUR_MS,
    }));
  }

  /** The machines of a project that run at an instant of real time. */
  runningMachines(project: CatalogueProject, site: Site, realMs: number): readonly Machine[] {
    return this.cloud.runningMachines(project, site.key, this.simulatedAt(realMs));
  }

  /** Usage of a project on a site since the origin, without what the counter showed before. */
  usedMs(project: CatalogueProject, site: Site, realMs: number): UsageMs {
    const used = this.cloud.usedMs(project, site.key, this.simulatedAt(realMs));
    return this.current.bumps
      .filter((bump) => bump.project === project.name && bump.locationId === site.locationId)
      .filter((bump) => bump.atMs <= realMs)
      .reduce((sum, bump) => addUsage(sum, bump), used);
  }

  /** Adds usage to a project's counters from an instant on. */
  bump(bump: Bump, realMs: number): void {
    this.change({ bumps: [...this.current.bumps, { ...bump, atMs: realMs }] });
  }

  /** Lets simulated time run at another speed from an instant on; 0 stops it. */
  setSpeed(speed: number, realMs: number): void {
    this.change({ segments: [...withSpeed(this.current.segments, realMs, speed)] });
  }

  /** Remembers that the product has the whole history. */
  markHistorySent(realMs: number): void {
    this.change({ historySentAtMs: realMs });
  }

  private counterMs(project: CatalogueProject, site: Site, realMs: number): UsageMs {
    return addUsage(this.cloud.baseMs(project, site.key), this.usedMs(project, site, realMs));
  }

  private projectsAt(site: Site, realMs: number): readonly CatalogueProject[] {
    const simulatedMs = this.simulatedAt(realMs);
    return PROJECT_CATALOGUE.filter(
      (project) => project.sites.includes(site.key) && this.cloud.exists(project, simulatedMs),
    );
  }

  private labelsOf(project: CatalogueProject): UsageLabels {
    const known = this.labels.get(project.name) ?? this.makeLabels(project);
    this.labels.set(project.name, known);
    return known;
  }

  private makeLabels(project: CatalogueProject): UsageLabels {
    const { seed } = this.current;
    const idOf = (...key: string[]): string => hexDigits(randomStream(seed, 'id', ...key), 32);
    const isElixir = project.domain === 'elixir';
    return {
      domain_id: isElixir ? idOf('domain', 'elixir') : 'default',
      domain_name: project.domain,
      // All SimpleVM projects run inside one host project: only their names tell them apart.
      project_id: project.isSimpleVm ? idOf('simplevm-host') : idOf('project', project.name),
      project_name: project.name,
    };
  }

  private change(part: Partial<WorldState>): void {
    this.current = { ...this.current, ...part };
    this.onChange(this.current);
  }
}

function addUsage(left: UsageMs, right: UsageMs): UsageMs {
  return { vcpu: left.vcpu + right.vcpu, gib: left.gib + right.gib };
}
