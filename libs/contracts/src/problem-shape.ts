import { z } from 'zod';

/**
 * A problem document with whatever code: what a browser reads, which has no use for the list of all codes
 * and must understand those of a newer server.
 */
export const problemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().meta({ description: 'request id, also found in the log' }),
  code: z.string(),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
    .optional(),
  conflict: z
    .object({
      yourVersion: z.int(),
      currentVersion: z.int(),
      changedAt: z.string(),
      changedBy: z.string(),
      current: z.unknown().meta({ description: 'what it is now, as its address answers' }),
    })
    .optional()
    .meta({ description: 'with version-conflict: what somebody else saved meanwhile' }),
});
