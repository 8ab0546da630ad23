import { heldChargeStatus } from '@os-credits/contracts';
import { z } from 'zod';

const text = z.string().min(1).max(256).optional().catch(undefined);

export const heldChargesParams = z.object({
  status: heldChargeStatus.catch('held'),
  project: text,
  site: text,
  metric: text,
});
export type HeldChargesParams = z.output<typeof heldChargesParams>;
export type HeldFilter = { project?: string; site?: string; metric?: string };

/** What the address narrows by; absent where it does not. */
export function heldFilterOf({ project, site, metric }: HeldChargesParams): HeldFilter {
  return {
    ...(project === undefined ? {} : { project }),
    ...(site === undefined ? {} : { site }),
    ...(metric === undefined ? {} : { metric }),
  };
}
