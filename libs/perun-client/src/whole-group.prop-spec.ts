import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ATTRIBUTE_TYPES } from './attribute.js';
import { richGroupSchema } from './beans.js';
import { isWholeGroup } from './whole-group.js';

const text = fc.option(fc.string());
const value = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: fc.array(text, { maxLength: 3 }) },
  { weight: 2, arbitrary: fc.dictionary(fc.string(), text, { maxKeys: 3 }) },
  fc.integer(),
  fc.boolean(),
);
const attribute = fc.record({
  id: fc.integer(),
  namespace: fc.string(),
  friendlyName: fc.string(),
  displayName: text,
  description: text,
  writable: fc.boolean(),
  valueCreatedAt: text,
  valueCreatedBy: text,
  valueModifiedAt: text,
  valueModifiedBy: text,
  type: fc.constantFrom(...ATTRIBUTE_TYPES),
  value,
});
const group = fc.record({
  id: fc.integer(),
  voId: fc.integer(),
  parentGroupId: fc.option(fc.integer()),
  name: fc.string(),
  shortName: fc.string(),
  description: text,
  uuid: text,
  attributes: fc.array(attribute, { maxLength: 3 }),
});

/** Another value, or none, at some place of a group. */
function spoiled(whole: object, place: number, put: unknown): unknown {
  const copy = structuredClone(whole) as Record<string, unknown> & {
    attributes: Record<string, unknown>[];
  };
  const targets = [copy, ...copy.attributes];
  const target = targets[place % targets.length] ?? copy;
  const key = Object.keys(target)[place % Object.keys(target).length] ?? 'id';
  if (put === undefined) Reflect.deleteProperty(target, key);
  else target[key] = put;
  return copy;
}

describe('a group that is taken as it stands', () => {
  it('is one that the schema reads as the same', () => {
    const put = fc.oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 1 }));
    fc.assert(
      fc.property(group, fc.nat(), put, (whole, place, other) => {
        for (const one of [whole, spoiled(whole, place, other)])
          if (isWholeGroup(one)) expect(richGroupSchema.parse(one)).toEqual(one);
      }),
      { numRuns: 1000 },
    );
  });

  it('is every one whose attributes are texts, lists or maps', () => {
    const plain = {
      ...{ id: 1, voId: 2, parentGroupId: null, name: 'a:b', shortName: 'b', uuid: 'u' },
      description: null,
    };
    const of = (type: string, one: unknown): unknown => ({
      ...plain,
      attributes: [
        {
          ...{ id: 1, namespace: 'n', friendlyName: 'f', displayName: null, description: null },
          ...{ writable: true, valueCreatedAt: null, valueCreatedBy: null },
          ...{ valueModifiedAt: 't', valueModifiedBy: 'who', type, value: one, unique: false },
        },
      ],
    });
    expect(isWholeGroup({ ...plain, attributes: [] })).toBe(true);
    expect(isWholeGroup(of('java.lang.String', '12.5'))).toBe(true);
    expect(isWholeGroup(of('java.lang.String', 12.5))).toBe(false);
    expect(isWholeGroup(of('java.util.ArrayList', ['a', null]))).toBe(true);
    expect(isWholeGroup(of('java.util.ArrayList', { a: 'b' }))).toBe(false);
    expect(isWholeGroup(of('java.util.LinkedHashMap', { a: null, b: 't' }))).toBe(true);
    expect(isWholeGroup(of('java.util.LinkedHashMap', { a: 1 }))).toBe(false);
    expect(isWholeGroup(of('java.lang.Integer', 'x'))).toBe(false);
  });
});
