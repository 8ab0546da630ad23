import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonListSplitter } from './json-list-splitter.js';

/** What the splitter makes of a text that arrives in pieces cut at these places. */
function split(
  text: string | Uint8Array,
  cuts: readonly number[],
): { items: unknown[]; end: string } {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const items: unknown[] = [];
  const splitter = new JsonListSplitter((item) => items.push(item));
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  places.sort((a, b) => a - b);
  for (let i = 1; i < places.length; i += 1)
    splitter.write(bytes.subarray(places[i - 1] ?? 0, places[i]));
  return { items, end: splitter.end() };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const cuts = fc.array(fc.nat(), { maxLength: 10 });
const indent = fc.constantFrom(undefined, 1, '\t');
const list = fc.array(fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }), { maxLength: 6 });

describe('a list taken apart while it arrives', () => {
  it('has the items that the whole has, wherever it is cut', () => {
    fc.assert(
      fc.property(list, indent, cuts, (values, spaces, places) => {
        const text = JSON.stringify(values, null, spaces);
        expect(split(text, places)).toEqual({ items: parse(text), end: 'complete' });
      }),
    );
  });

  it('is complete only if the whole is well-formed, with one character changed or lost', () => {
    const change = fc.constantFrom('', ',', ']', '[', '{', '}', '"', '\\', ' ', '1', ':');
    fc.assert(
      fc.property(list, fc.nat(), change, cuts, (values, place, put, places) => {
        const text = JSON.stringify(values);
        const at = 1 + (place % text.length);
        const changed = `${text.slice(0, at)}${put}${text.slice(at + 1)}`.toWellFormed();
        const whole = parse(changed);
        const { items, end } = split(changed, places);
        expect(end).toBe(Array.isArray(whole) ? 'complete' : 'broken');
        if (Array.isArray(whole)) expect(items).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    '[',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[1}',
    '[1] 2',
    '[1][2]',
    '["a',
    '[1,,2]',
    '[}',
    '[]]',
  ])('%s is broken', (text) => {
    expect(split(text, []).end).toBe('broken');
  });

  it('is broken where it is not UTF-8', () => {
    expect(split(new Uint8Array([0x5b, 0x22, 0xff, 0x22, 0x5d]), []).end).toBe('broken');
  });
});
