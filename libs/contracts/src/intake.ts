import { z } from 'zod';
import { day, instant, instantParameter } from './primitives.js';

const count = z.int().min(0);

/** `GET /api/operations/intake?from=&to=`: what came in, per site and day (UTC). */
export const intakeQuery = z.object({
  from: instantParameter
    .optional()
    .meta({ description: 'default: six days before the day of `to`' }),
  to: instantParameter.optional().meta({ description: 'default: now. The whole day counts' }),
});

export const intakeCounts = z.object({
  storedCount: count.meta({ description: 'readings kept, by the time they were taken' }),
  duplicateCount: count.meta({
    description:
      'readings that were there already, by the time they arrived. Those that POST /api/v1/readings and imports tell their sender of are not counted',
  }),
  quarantinedCount: count.meta({
    description: 'readings put aside, by the time they arrived, whatever was decided since',
  }),
  silentSeconds: count.meta({ description: 'how long nothing came from the whole site' }),
});
export type IntakeCounts = z.infer<typeof intakeCounts>;

export const intakeResponse = z.object({
  from: instant,
  to: instant,
  total: intakeCounts,
  sites: z.array(
    z.object({
      site: z.string().nullable().meta({
        description: 'null: readings in quarantine that name no site, or one that does not exist',
      }),
      siteName: z.string().nullable().meta({ description: 'what people call it' }),
      isSilent: z.boolean().meta({ description: 'nothing comes from it now' }),
      lastReadingAt: instant.nullable(),
      total: intakeCounts,
      days: z
        .array(intakeCounts.extend({ day }))
        .meta({ description: 'oldest first; days without anything are absent' }),
    }),
  ),
});
export type IntakeResponse = z.infer<typeof intakeResponse>;
