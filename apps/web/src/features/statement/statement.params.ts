import { day } from '@os-credits/contracts';
import { z } from 'zod';

export const statementPresets = ['all', 'this-month', 'last-month', 'custom'] as const;

export const statementDefaults = { booked: 'all' } as const;

/** Search parameters of the statement; an unreadable one falls back instead of failing the page. */
export const statementParams = z.object({
  booked: z.enum(statementPresets).default('all').catch('all'),
  /** First and last UTC day of a custom period, both inclusive; one alone leaves the other side open. */
  bookedFrom: day.optional().catch(undefined),
  bookedTo: day.optional().catch(undefined),
});
export type StatementParams = z.output<typeof statementParams>;
