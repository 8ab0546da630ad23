import { PROJECT_CATALOGUE } from '../cloud/project-catalogue.js';
import { SITES } from '../cloud/sites.js';
import type { SandboxContext } from './sandbox-context.js';

/** A project as the sandbox's cloud knows it at an instant. */
export interface ProjectStatus {
  readonly name: string;
  readonly pattern: string;
  readonly sites: readonly {
    readonly location: string;
    readonly locationId: string;
    readonly machinesRunning: number;
    readonly vcpusRunning: number;
  }[];
}

/** Every project with its running machines at an instant of real time. */
export function projectStatuses(context: SandboxContext, realMs: number): readonly ProjectStatus[] {
  return PROJECT_CATALOGUE.map((project) => ({
    name: project.name,
    pattern: project.pattern,
    sites: SITES.filter((site) => project.sites.includes(site.key)).map((site) => {
      const machines = context.world.runningMachines(project, site, realMs);
      return {
        location: site.location,
        locationId: site.locationId,
        machinesRunning: machines.length,
        vcpusRunning: machines.reduce((sum, machine) => sum + machine.flavor.vcpus, 0),
      };
    }),
  }));
}

/** The state of the sandbox as JSON, for scripts and tests. */
export function sandboxStatus(context: SandboxContext, realMs: number): object {
  const { config, feed, sender, world } = context;
  return {
    now: new Date(realMs).toISOString(),
    simulatedNow: new Date(world.simulatedAt(realMs)).toISOString(),
    speed: world.speed,
    seed: world.state.seed,
    historyBegin: new Date(world.state.originMs).toISOString(),
    history: feed?.historyState ?? 'off',
    paused: feed?.isPaused ?? true,
    sender: sender?.report(),
    productUrl: config.productUrl,
    issuer: config.issuer,
    perun: { url: context.perun.url, fixture: context.perun.fixture.name },
    ports: config.ports,
  };
}
