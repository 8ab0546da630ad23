import { entryId } from '@os-credits/contracts';
import { z } from 'zod';

/** What the open dialog corrects: a new adjustment, or the entry of this number. */
export const correctionTarget = z.union([z.literal('adjustment'), entryId]);
export type CorrectionTarget = z.output<typeof correctionTarget>;

/** Search parameters of the page; an unreadable one opens nothing. */
export const correctionsParams = z.object({
  correct: z.coerce.string().pipe(correctionTarget).optional().catch(undefined),
});
