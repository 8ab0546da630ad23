import { formatExact } from '../../../shared/amounts/index.js';

/** A number that stands by itself: digits of a unit's name, as in "m3", are none. */
const plainNumber = /(?<![\p{L}\p{N}.])\d+(?:\.\d+)?/gu;

/** A formula of the API, such as `(2.5 − 1) GiB·h = 1.5 GiB·h`, with its numbers as the reader writes them. */
export function localizedFormula(formula: string, locale: string): string {
  return formula.replaceAll(plainNumber, (number) => formatExact(number, locale));
}
