import { z } from 'zod';
import { costTable } from './cost-tables.js';
import { instant } from './primitives.js';
import { changeReason, versionRead } from './versioned-change.js';

/**
 * `POST /api/cost-tables/{id}/publication`: publishes the draft, or, above the four-eyes limit, asks a
 * second person to confirm (`POST …/publication/confirm`). `DELETE …/publication` takes the request back.
 */
export const publicationRequest = z.strictObject({
  version: versionRead,
  reason: changeReason,
  previewedBaseId: z.int().nullable().optional().meta({
    description:
      '`base.id` of the preview that was looked at: refused where another table is compared with by now',
  }),
});
export type PublicationRequest = z.output<typeof publicationRequest>;
export const publicationConfirmation = z.strictObject({ version: versionRead });
export const publicationResponse = z.object({
  outcome: z.enum(['published', 'awaiting-confirmation']),
  table: costTable,
  needsRerating: z
    .object({ from: instant, to: instant })
    .nullable()
    .meta({ description: 'stretch that stays rated by the earlier table until it is re-rated' }),
});
export type PublicationResponse = z.infer<typeof publicationResponse>;
