import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonTextOf, parseFirstJson } from './json-text.js';

describe('parseFirstJson', () => {
  it('reads every JSON value as JSON.parse does, whatever follows', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', ' ', ' rest', ']}'), (value, rest) => {
        const text = JSON.stringify(value);
        // A number at the end would go on in the rest; lists and objects end themselves.
        const read = parseFirstJson(`[${text}]${rest}`) ?? null;
        expect(JSON.parse(jsonTextOf(read))).toEqual([JSON.parse(text)]);
      }),
    );
  });
});
