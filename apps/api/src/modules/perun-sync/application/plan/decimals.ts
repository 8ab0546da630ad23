import { Decimal } from '@os-credits/credits';
import { plainDecimal } from '@os-credits/perun-client';

/** A decimal as Perun's texts have them (exponents as Python writes them too); null where it is none. */
export function decimalIn(text: string): Decimal | null {
  try {
    return Decimal.of(plainDecimal(text));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Whether two texts are the same number, or the same text where they are no numbers. */
export function isSameNumber(one: string, other: string): boolean {
  if (one === other) return true;
  const [left, right] = [decimalIn(one), decimalIn(other)];
  return left !== null && right !== null && left.equals(right);
}

/** Perun takes a blank text for unset. */
export function blankAsNull(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}
