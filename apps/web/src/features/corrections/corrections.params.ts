import { z } from 'zod';

/**
 * What the open dialog corrects: a new adjustment, or the entry of this number. The pattern is the API's
 * (`entryId`), whose module would weigh a kilobyte in everybody's first load.
 */
export const correctionTarget = z.union([
  z.literal('adjustment'),
  z.string().regex(/^[1-9]\d{0,17}$/),
]);
export type CorrectionTarget = z.output<typeof correctionTarget>;

/** Search parameters of the page; an unreadable one opens nothing. */
export const correctionsParams = z.object({
  correct: z.coerce.string().pipe(correctionTarget).optional().catch(undefined),
});
