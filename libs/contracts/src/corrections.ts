import { z } from 'zod';
import { decimalString, instant, instantParameter, projectName } from './primitives.js';
import { reasonText } from './reason.js';

const WHOLE_DIGITS_MAX = 15;
const FRACTION_DIGITS_MAX = 12;

/** Why `text` is not an amount to correct an account by; null where it is one. */
function creditsFault(text: string): string | null {
  if (/^\s*[-−]?\d[\d.]*,\d+\s*$/.test(text)) return 'must have a point, not a comma: "1.5"';
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return 'must be a plain decimal such as "-12.5"';
  const [, whole = '', fraction = ''] = match;
  if (!/[1-9]/.test(whole + fraction)) return 'must not be 0';
  if (whole.replace(/^0+/, '').length > WHOLE_DIGITS_MAX)
    return `may have at most ${WHOLE_DIGITS_MAX} digits before the point`;
  return fraction.length > FRACTION_DIGITS_MAX
    ? `may have at most ${FRACTION_DIGITS_MAX} digits behind the point`
    : null;
}

/** Credits as staff type them, with a sign; never 0. */
export const signedCredits = z
  .string()
  .max(64, 'has too many characters for a number')
  .superRefine((text, context) => {
    const fault = creditsFault(text);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .meta({ description: 'Exact decimal with sign, not 0', examples: ['-12.5'] });

const correctionReason = reasonText({ max: 1000, description: 'why; stands on the statement' });
const attachment = z
  .string()
  .max(20_000)
  .nullable()
  .default(null)
  .meta({ description: 'a text that belongs to it, such as the mail that asked for it' });
const isDryRun = z
  .boolean()
  .default(false)
  .meta({ description: 'answers what would happen and posts nothing; needs no Idempotency-Key' });

/**
 * `POST /api/projects/{name}/adjustments`: credits to (positive) or from (negative) a project. Counts as
 * use, because grants belong to whoever grants: an adjustment of 10 lowers what was used by 10.
 */
export const adjustmentRequest = z.strictObject({
  credits: signedCredits,
  reason: correctionReason,
  effectiveAt: instantParameter
    .optional()
    .meta({ description: 'from when it counts; not in the future; now where left out' }),
  attachment,
  isDryRun,
});
export type AdjustmentRequest = z.output<typeof adjustmentRequest>;

/** `POST /api/projects/{name}/entries/{id}/reversal`: undoes an entry as a whole, from its own time on. */
export const reversalRequest = z.strictObject({
  reason: correctionReason,
  effectiveAt: instantParameter
    .optional()
    .meta({ description: 'from when it counts; not before the entry; now where left out' }),
  attachment,
  isDryRun,
});
export type ReversalRequest = z.output<typeof reversalRequest>;

export const entryId = z
  .string()
  .regex(/^[1-9]\d{0,17}$/, 'must be the number of a ledger entry')
  .meta({ description: 'number of a ledger entry' });

/** What stands on an account. */
export const accountSums = z.object({
  granted: decimalString,
  used: decimalString.meta({ description: 'with what is still open' }),
  remaining: decimalString,
});

/** What a correction did, or with `isDryRun` would do. */
export const correctionResponse = z.object({
  project: projectName,
  isDryRun: z.boolean(),
  isRepeated: z
    .boolean()
    .meta({ description: 'the same key and body were sent before; nothing new was posted' }),
  entry: z.object({
    id: z.string().nullable().meta({ description: 'null for a dry run' }),
    kind: z.enum(['adjustment', 'reversal']),
    credits: decimalString,
    effectiveAt: instant,
    correctsId: z.string().nullable(),
    reason: z.string(),
    actor: z.string(),
  }),
  before: accountSums,
  after: accountSums,
});
export type CorrectionResponse = z.infer<typeof correctionResponse>;
