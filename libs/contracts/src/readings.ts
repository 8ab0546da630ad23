import { z } from 'zod';
import { takesAnyText } from './primitives.js';

/** `POST /api/v1/readings`: a JSON batch. Values may be strings (kept digit by digit) or numbers. */
export const readingsRequest = z.object({
  readings: z
    .array(
      z.object({
        project: z.string(),
        site: z.string().optional(),
        metric: z.string(),
        at: z.string().meta({ description: 'ISO 8601 with offset' }),
        value: z.union([z.string(), z.number()]).meta({ description: 'cumulative counter' }),
      }),
    )
    .min(1),
});
takesAnyText.add(readingsRequest, {
  because: 'a reading that cannot be billed goes into quarantine, alone',
});
export type ReadingsRequest = z.infer<typeof readingsRequest>;

export const readingVerdict = z.enum(['accepted', 'duplicate', 'unbilled', 'quarantined']);
export const readingsResponse = z.object({
  verdicts: z.array(
    z.object({
      index: z.int(),
      verdict: readingVerdict,
      reason: z.string().optional(),
      detail: z.string().optional(),
    }),
  ),
  accepted: z.int(),
  duplicate: z.int(),
  unbilled: z.int(),
  quarantined: z.int(),
});
export type ReadingsResponse = z.infer<typeof readingsResponse>;
