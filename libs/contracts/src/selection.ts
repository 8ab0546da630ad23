import { z } from 'zod';
import { reasonText } from './reason.js';

/** How many of something. */
export const count = z.int().min(0);
/** A name to filter by. */
export const filterText = z.string().max(256);
/** Why somebody decided; kept with the decision. */
export const decisionReason = reasonText({ max: 1000, description: 'why; kept with the decision' });

/** Some of a list by their ids, or all under a filter. */
export function selection<Id extends z.ZodType, Filter extends z.ZodType>(id: Id, filter: Filter) {
  return z.union(
    [z.strictObject({ ids: z.array(id).min(1).max(1000) }), z.strictObject({ filter })],
    {
      error:
        'must be {"ids": […]} with 1 to 1000 ids of this list, or {"filter": {…}} by its fields',
    },
  );
}
