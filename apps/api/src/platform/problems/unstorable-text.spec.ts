import { describe, expect, it } from '@jest/globals';
import { unstorableText } from './unstorable-text.js';

const pointers = (value: unknown): string[] =>
  unstorableText(value, '/body').map(({ pointer }) => pointer);

describe('text that cannot be stored', () => {
  it.each([
    ['a NUL', 'a\0b', ['/body']],
    ['the first half of a pair', '\ud83d', ['/body']],
    ['the second half', 'x\ude00', ['/body']],
    ['a pair', '😀 ü \u0001 \u{10ffff}', []],
    ['within an object', { a: [{ 'b/c': '\0' }] }, ['/body/a/0/b~1c']],
    ['a key', { further: { '\0': '1' } }, ['/body/further']],
    ['no text', [1, true, null, undefined, new Date(0)], []],
  ])('%s', (_, value, expected) => {
    expect(pointers(value)).toEqual(expected);
  });

  it('is found below any depth, and not named more often than helps', () => {
    let deep: unknown = '\0';
    for (let depth = 0; depth < 200_000; depth += 1) deep = [deep];
    expect(pointers(Array.from({ length: 100 }, () => '\0')).length).toBe(20);
    expect(unstorableText({ deep }, '').length).toBe(1);
  });
});
