import { z } from 'zod';

/** An exact decimal as text, unrounded: `"12.5"`, `"-0.000293"`. Never a JSON number, never an exponent. */
export const decimalString = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'must be a plain decimal such as "12.5"')
  .meta({ description: 'Exact decimal as text, unrounded', examples: ['12.5'] });

/** An instant: ISO 8601 in UTC with `Z`. */
export const instant = z.iso
  .datetime({ offset: false })
  .meta({ description: 'Instant, ISO 8601 UTC', examples: ['2026-11-22T13:00:00.000Z'] });

const EARLIEST_MS = Date.UTC(1900, 0);
const END_MS = Date.UTC(10_000, 0);
const outOfRange = 'must lie in the years 1900 to 9999';

/** Outside of this, calendars and the database disagree about what a year is called. */
function isInRange(text: string): boolean {
  const ms = Date.parse(text);
  return ms >= EARLIEST_MS && ms < END_MS;
}

/** A UTC calendar day, `YYYY-MM-DD`. */
export const day = z.iso.date().refine(isInRange, outOfRange);

const instantError =
  'must be an instant with its offset, "2026-11-22T13:00:00Z", or a day, "2026-11-22"';

/** Query form of an instant: also accepts an offset (converted to UTC) or a day (its UTC midnight). */
export const instantParameter = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], { error: instantError })
  .refine(isInRange, outOfRange)
  .transform((text) => new Date(text).toISOString())
  .meta({
    description: 'Instant with offset, or a day (UTC midnight)',
    examples: ['2026-11-22T13:00:00Z'],
  });

/** Like {@link instantParameter}, but one in UTC keeps the microseconds that readings have. */
export const exactInstantParameter = z.union(
  [instant.refine(isInRange, outOfRange), instantParameter],
  { error: instantError },
);

/**
 * Requests that take whatever text was sent. Everywhere else NUL characters and halves of surrogate pairs are
 * refused, because no database text can hold them.
 */
export const takesAnyText = z.registry<{ readonly because: string }>();

export const projectName = z.string().min(1).max(256);

/** Some of a closed list of words, as a query gives them: one, or the parameter repeated. */
export function someOf<Words extends Readonly<Record<string, string>>>(words: z.ZodEnum<Words>) {
  return z.union([z.array(words), words.transform((one) => [one])], {
    error: `must be some of ${words.options.join(', ')}`,
  });
}

/** Where the next page begins; opaque to the caller. */
export const cursor = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[A-Za-z0-9_-]+$/, 'must be a cursor from an earlier answer');

export type DecimalString = z.infer<typeof decimalString>;
export type Instant = z.infer<typeof instant>;
