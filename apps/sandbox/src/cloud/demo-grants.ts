import { HOUR_MS, type Cloud } from './cloud.js';
import { DAY_MS } from './machine-schedule.js';
import { PROJECT_CATALOGUE, type CatalogueProject } from './project-catalogue.js';

/** Credits per 10 vCPU·h and per 10 GiB·h: 1 and 0.3 a unit, in whole numbers. */
const TENTH_CREDITS = { vcpu: 10, gib: 3 } as const;
const IDLE_GRANT = 1_000;
const FIRST_SHARE = 0.6;

/** Credits that a project gets, ready to be imported. */
export interface DemoGrant {
  /** The same in every answer: imports may use it to tell what they have already. */
  readonly reference: string;
  readonly project: string;
  /** Credits as a decimal text. */
  readonly credits: string;
  /** ISO 8601, UTC. */
  readonly grantedAt: string;
  readonly reason: string;
}

/**
 * The grants of all projects, sized so that each project has used the share that the catalogue says
 * at the instant of the first start, under the default rates (1 a vCPU·h, 0.3 a GiB·h).
 */
export function demoGrants(cloud: Cloud, startedAtMs: number): readonly DemoGrant[] {
  return PROJECT_CATALOGUE.flatMap((project, index) => {
    if (project.usedPercent === null) return [];
    const total = grantedCredits(usedCredits(cloud, project, startedAtMs), project.usedPercent);
    const begin = cloud.createdMs(project);
    const grant = (part: number, credits: number, grantedAtMs: number, reason: string) => ({
      reference: `sandbox-grant-${index + 1}-${part}`,
      project: project.name,
      credits: String(credits),
      grantedAt: new Date(grantedAtMs).toISOString(),
      reason,
    });
    if (!project.hasExtension) return [grant(1, total, begin, 'Initial allocation')];
    const first = Math.round(total * FIRST_SHARE);
    const laterMs = begin + Math.floor((cloud.basis.historyDays * DAY_MS) / 2);
    return [
      grant(1, first, begin, 'Initial allocation'),
      grant(2, total - first, laterMs, 'Extension approved'),
    ];
  });
}

/** Credits used since the origin, under the default rates. */
export function usedCredits(cloud: Cloud, project: CatalogueProject, instantMs: number): number {
  const tenths = project.sites
    .map((site) => cloud.usedMs(project, site, instantMs))
    .reduce((sum, used) => sum + tenthCredits(used), 0);
  return tenths / 10;
}

function tenthCredits(used: { vcpu: number; gib: number }): number {
  return (used.vcpu * TENTH_CREDITS.vcpu + used.gib * TENTH_CREDITS.gib) / HOUR_MS;
}

/** Round numbers where the share need not be exact, whole credits where it tells a story. */
function grantedCredits(used: number, usedPercent: number): number {
  if (used === 0 || usedPercent === 0) return IDLE_GRANT;
  const exact = (used * 100) / usedPercent;
  if (usedPercent > 90) return Math.round(exact);
  const step = Math.max(1, 10 ** (Math.floor(Math.log10(exact)) - 1));
  return Math.ceil(exact / step) * step;
}
