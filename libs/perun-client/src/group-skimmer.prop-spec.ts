import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GroupSkimmer } from './group-skimmer.js';
import { JsonListSplitter } from './json-list-splitter.js';

interface Split {
  readonly items: unknown[];
  readonly end: string;
}

/** What is read of a text that arrives in pieces cut at these places. */
function split(text: string, cuts: readonly number[], skimmer?: GroupSkimmer): Split {
  const bytes = Buffer.from(text);
  const items: unknown[] = [];
  const splitter = new JsonListSplitter((item) => items.push(item), skimmer);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  places.sort((a, b) => a - b);
  for (let i = 1; i < places.length; i += 1)
    splitter.write(bytes.subarray(places[i - 1] ?? 0, places[i]));
  return { items, end: splitter.end() };
}

const text = fc.oneof(
  fc.constantFrom('12.5', 'os-credits', '', '"', '\\', 'ä', '\n', ',"attributes":[', '}]},{'),
  fc.string({ unit: 'grapheme' }),
);
const value = fc.oneof(
  fc.constant(null),
  text,
  fc.array(text, { maxLength: 2 }),
  fc.dictionary(text, text, { maxKeys: 2 }),
  fc.integer(),
  fc.boolean(),
);
const stamps = fc.record({
  valueCreatedAt: fc.option(text),
  valueCreatedBy: fc.option(text),
  valueModifiedAt: fc.option(text),
  valueModifiedBy: fc.option(text),
});
const definitions = fc.array(
  fc.record({ id: fc.integer(), friendlyName: text, writable: fc.boolean(), type: value }),
  { minLength: 1, maxLength: 4 },
);

/** Groups whose attributes are of a few definitions, as of one server. */
const groups = definitions.chain((defined) => {
  const attribute = fc
    .tuple(fc.constantFrom(...defined), value, stamps, fc.boolean())
    .map(([definition, own, stamped, isAfter]) =>
      isAfter
        ? { value: own, ...definition, ...stamped, beanName: 'Attribute' }
        : { ...definition, value: own, ...stamped, entity: 'group' },
    );
  const group = fc.record({
    id: fc.integer(),
    name: text,
    attributes: fc.oneof(
      { weight: 9, arbitrary: fc.array(attribute, { maxLength: 4 }) },
      { weight: 1, arbitrary: value },
    ),
    beanName: fc.constantFrom('RichGroup', 'RichGroup', 'Group'),
  });
  return fc.array(fc.oneof({ weight: 9, arbitrary: group }, { weight: 1, arbitrary: value }), {
    maxLength: 8,
  });
});
const cuts = fc.array(fc.nat(), { maxLength: 4 });

describe('groups of a bulk answer that are skimmed', () => {
  it('are what the whole text holds, wherever it is cut', () => {
    fc.assert(
      fc.property(groups, fc.constantFrom(undefined, 1), cuts, (values, spaces, places) => {
        const whole = JSON.stringify(values, null, spaces);
        const expected: unknown = JSON.parse(whole);
        expect(split(whole, places, new GroupSkimmer())).toEqual({
          items: expected,
          end: 'complete',
        });
      }),
      { numRuns: 500 },
    );
  });

  it('are what is read without skimming, with one character changed or lost', () => {
    const change = fc.constantFrom('', ',', ']', '[', '{', '}', '"', '\\', ' ', '1', ':', 'n');
    fc.assert(
      fc.property(groups, fc.nat(), change, cuts, (values, place, put, places) => {
        const whole = JSON.stringify(values);
        const at = 1 + (place % whole.length);
        const changed = `${whole.slice(0, at)}${put}${whole.slice(at + 1)}`.toWellFormed();
        expect(split(changed, places, new GroupSkimmer())).toEqual(split(changed, places));
      }),
      { numRuns: 1000 },
    );
  });

  it('are those that resemble one that was parsed', () => {
    const groupOf = (name: string, own: unknown, stamp: string | null): unknown => ({
      ...{ id: 7, name },
      attributes: [
        {
          ...{ id: 1, friendlyName: 'used', type: 'java.lang.String', value: own },
          ...{ valueCreatedAt: stamp, valueCreatedBy: stamp },
          ...{ valueModifiedAt: stamp, valueModifiedBy: stamp, beanName: 'Attribute' },
        },
      ],
      beanName: 'RichGroup',
    });
    const skimmer = new GroupSkimmer();
    const skimmed = (group: unknown): unknown[] => {
      const bytes = Buffer.from(`[${JSON.stringify(group)},`);
      const items: unknown[] = [];
      const comma = skimmer.skim(bytes, 1, (item) => items.push(item));
      expect(comma).toBe(items.length === 0 ? -1 : bytes.length - 1);
      return items;
    };
    const set = groupOf('Müller', '12.5', '2026-01-02 03:04:05.6');
    const unset = groupOf('other', null, null);
    const odd = groupOf('odd', ['a', { b: '"' }], '\\');
    expect(skimmed(set)).toEqual([]);
    skimmer.learn(unset);
    for (const group of [set, unset, odd]) expect(skimmed(group)).toEqual([group]);
    expect(skimmed({ ...(set as object), further: 1 })).toEqual([]);
  });
});
