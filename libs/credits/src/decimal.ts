import BigConstructor, { type Big } from 'big.js';

/**
 * The arithmetic of this library: strict (numbers are refused, only text and other decimals come in),
 * plain notation, and a division that is only ever used by {@link Decimal.shareOf}.
 */
const Exact = BigConstructor();
Exact.strict = true;
Exact.NE = -1_000_000;
Exact.PE = 1_000_000;

/** Places that a split of an interval by time is computed to; the remainder goes to the later part. */
export const SPLIT_PLACES = 18;

const PLAIN = /^-?\d+(\.\d+)?$/;

/**
 * An exact decimal number: credits, rates, quantities and counter values. It is never a binary float:
 * it is made from text, and arithmetic neither rounds nor overflows.
 */
export class Decimal {
  static readonly zero = new Decimal(new Exact('0'));

  private constructor(private readonly big: Big) {}

  /**
   * Reads plain decimal notation such as `"12.50"` or `"-0.3"`.
   * @throws RangeError when the text is anything else (an exponent, a blank, `NaN`)
   */
  static of(text: string): Decimal {
    if (!PLAIN.test(text))
      throw new RangeError(`"${text.slice(0, 80)}" is not a plain decimal such as "12.5"`);
    return new Decimal(new Exact(text));
  }

  static sum(terms: Iterable<Decimal>): Decimal {
    let total = Decimal.zero;
    for (const term of terms) total = total.plus(term);
    return total;
  }

  plus(other: Decimal): Decimal {
    return new Decimal(this.big.plus(other.big));
  }

  minus(other: Decimal): Decimal {
    return new Decimal(this.big.minus(other.big));
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.big.times(other.big));
  }

  negated(): Decimal {
    return new Decimal(this.big.neg());
  }

  /** −1, 0 or 1: this number is smaller than, equal to or greater than the other. */
  compare(other: Decimal): -1 | 0 | 1 {
    return this.big.cmp(other.big);
  }

  equals(other: Decimal): boolean {
    return this.big.eq(other.big);
  }

  isZero(): boolean {
    return this.big.eq('0');
  }

  isNegative(): boolean {
    return this.big.lt('0');
  }

  /**
   * The part `elapsed / total` of this number, cut off (towards zero) after {@link SPLIT_PLACES} places.
   * With the cut-off part given to what follows, the parts of a split add up exactly.
   * @param elapsed whole microseconds, `0 <= elapsed <= total`
   * @param total whole microseconds, greater than 0
   */
  shareOf(elapsed: number, total: number): Decimal {
    Exact.DP = SPLIT_PLACES;
    Exact.RM = 0;
    return new Decimal(this.big.times(String(elapsed)).div(String(total)));
  }

  /**
   * This number divided by another, to `places`, half-even. For shares, rates per day and forecasts that
   * are shown; never for amounts that are booked.
   */
  dividedBy(other: Decimal, places: number): Decimal {
    Exact.DP = places;
    Exact.RM = 2;
    return new Decimal(this.big.div(other.big));
  }

  /** Rounded half-even (ties to the even neighbour) to `places` decimal places. For display only. */
  rounded(places: number): Decimal {
    return new Decimal(this.big.round(places, 2));
  }

  /** Plain notation with exactly `places` decimal places, rounded half-even: `"2.40"`. */
  toFixed(places: number): string {
    const text = this.big.toFixed(places, 2);
    return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
  }

  /** Plain notation without trailing zeros: `"2.4"`. Equal numbers give equal text. */
  toString(): string {
    const text = this.big.toFixed();
    return text === '-0' ? '0' : text;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Credits: an exact decimal amount of the unit of account. */
export type Credits = Decimal;
