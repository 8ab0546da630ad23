import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainDecimal } from './attribute-codecs.js';
import { formatTimestamp, parseTimestamp } from './timestamp.js';

/** The number as a whole count of 10^-200, which holds every decimal that is read here. */
function scaled(text: string): bigint {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = BigInt(`${whole}${fraction}`);
  const magnitude = digits * 10n ** BigInt(200 + Number(exponent) - fraction.length);
  return sign === '-' ? -magnitude : magnitude;
}

const decimalText = fc
  .record({
    sign: fc.constantFrom('', '-', '+'),
    whole: fc.stringMatching(/^\d{1,20}$/),
    fraction: fc.stringMatching(/^(\.\d{1,20})?$/),
    exponent: fc.option(fc.integer({ min: -100, max: 100 }), { nil: undefined }),
    letter: fc.constantFrom('e', 'E'),
  })
  .map(({ sign, whole, fraction, exponent, letter }) => {
    const power = exponent === undefined ? '' : `${letter}${exponent}`;
    return `${sign}${whole}${fraction}${power}`;
  });

describe('plain decimals', () => {
  it('are the same number without an exponent', () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        const plain = plainDecimal(text);
        expect(plain).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/);
        expect(scaled(plain)).toBe(scaled(text));
      }),
    );
  });

  it('are equal texts if and only if they are equal numbers', () => {
    fc.assert(
      fc.property(decimalText, decimalText, (a, b) => {
        expect(plainDecimal(a) === plainDecimal(b)).toBe(scaled(a) === scaled(b));
      }),
    );
  });
});

describe('timestamps', () => {
  it('come back from their text to the microsecond, and sort like it', () => {
    const micros = fc.integer({
      min: -2_000_000_000_000_000,
      max: Number.MAX_SAFE_INTEGER,
    });
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        expect(parseTimestamp(formatTimestamp(a))).toBe(a);
        expect(formatTimestamp(a) < formatTimestamp(b)).toBe(a < b);
      }),
    );
  });
});
