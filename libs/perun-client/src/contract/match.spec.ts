import { describe, expect, it } from '@jest/globals';
import { mismatches } from './match.js';

describe('matching of answers', () => {
  it.each([
    [{ a: 1 }, { a: 1, b: 2 }],
    [[{ a: 1 }], [{ a: 2 }, { a: 1 }]],
    [[], [1, 2]],
    [
      [{ a: 1 }, {}],
      [{ a: 1 }, { b: 2 }],
    ],
    [
      [{}, { a: 1 }],
      [{ a: 1 }, { b: 2 }],
    ],
    [null, null],
  ])('%j is met by %j', (expected, actual) => {
    expect(mismatches(expected, actual)).toEqual([]);
  });

  it.each([
    [{ a: 1 }, { a: '1' }, '$.a: expected 1, got "1"'],
    [{ a: null }, {}, '$.a: is missing'],
    [{ a: { b: 1 } }, { a: [1] }, '$.a: expected an object, got [1]'],
    [[1, 1], [1, 2], '$: no item for each of [1,1] in [1,2]'],
    [[], {}, '$: expected a list, got {}'],
    [null, undefined, '$: expected null, got nothing'],
  ])('%j is not met by %j', (expected, actual, reason) => {
    expect(mismatches(expected, actual)).toEqual([reason]);
  });
});
