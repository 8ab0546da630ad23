import { Decimal } from '@os-credits/credits';

/** Above this many credits, given or taken, the project's name must be typed. */
export const typedNameAbove = '1000';

const limit = Decimal.of(typedNameAbove);

/** True where a slip would be dear. */
export function needsTypedName(credits: string): boolean {
  return Decimal.of(credits.replace(/^-/, '')).compare(limit) > 0;
}
