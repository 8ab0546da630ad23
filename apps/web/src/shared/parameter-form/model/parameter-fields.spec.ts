import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parameterFields } from './parameter-fields.js';
import { initialInputs, parametersOf, refusedFields } from './parameter-values.js';

const titles = { en: 'T', de: 'T' };

/** As the API makes it: what goes in, in the form of JSON Schema. */
const fieldsOf = (schema: z.ZodObject) =>
  parameterFields(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));

describe('fields of what zod writes', () => {
  it.each([
    ['text', z.string(), { kind: 'text' }],
    ['number', z.number().max(1), { kind: 'number', isWhole: false, min: null, max: 1 }],
    ['int', z.int().min(0), { kind: 'number', isWhole: true, min: 0, max: null }],
    ['boolean', z.boolean().default(false), { kind: 'switch' }],
    ['enum', z.enum(['a', 'b']), { kind: 'choice', options: ['a', 'b'] }],
    [
      'enum with titles',
      z.enum(['a', 'b']).meta({ optionTitles: { a: { en: 'First', de: 'Erstes' } } }),
      { kind: 'choice', optionTitles: { a: { en: 'First', de: 'Erstes' } } },
    ],
    ['literal', z.literal('a'), { kind: 'choice', options: ['a'] }],
    ['day', z.iso.date(), { kind: 'day' }],
    ['instant', z.iso.datetime(), { kind: 'instant' }],
    ['instant or day', z.union([z.iso.datetime(), z.iso.date()]), { kind: 'instant' }],
    ['texts', z.array(z.string()), { kind: 'texts' }],
    ['choices', z.array(z.enum(['a'])), { kind: 'choices', options: ['a'] }],
    ['project', z.string().meta({ format: 'project' }), { kind: 'project' }],
    ['upload', z.uuid().meta({ format: 'upload' }), { kind: 'upload' }],
    ['nullable', z.int().nullable(), { kind: 'number', isWhole: true }],
    ['object', z.object({}), { kind: 'json' }],
    ['text or number', z.union([z.string(), z.int()]), { kind: 'json' }],
    ['record', z.record(z.string(), z.int()), { kind: 'json' }],
  ])('%s', (_name, schema, control) => {
    const [field] = fieldsOf(z.object({ it: schema }));
    expect(field?.control).toMatchObject(control);
  });

  it('knows what must be given', () => {
    const fields = fieldsOf(
      z.object({
        a: z.string(),
        b: z.string().optional(),
        c: z.int().default(3),
        d: z.int().nullable(),
      }),
    );
    expect(fields.map(({ isRequired }) => isRequired)).toEqual([true, false, false, false]);
    expect(initialInputs(fields)).toEqual({ a: '', b: '', c: '3', d: '' });
    expect(parametersOf(fields, initialInputs(fields))).toEqual({
      parameters: { c: 3, d: null },
      faults: { a: { reason: 'required' } },
    });
  });

  it('takes titles, explanation and order, and the name where there is no title', () => {
    const fields = fieldsOf(
      z.object({
        second: z.string().meta({ titles, 'x-order': 2, descriptions: { en: 'E', de: 'D' } }),
        first: z.string().meta({ 'x-order': 1 }),
      }),
    );
    expect(fields.map(({ title }) => title)).toEqual([{ en: 'first', de: 'first' }, titles]);
    expect(fields[1]?.description).toEqual({ en: 'E', de: 'D' });
  });

  it('survives a schema that says nothing', () => {
    expect(parameterFields({})).toEqual([]);
    expect(parameterFields({ properties: { a: true, b: null } })).toHaveLength(2);
  });
});

describe('values', () => {
  const [whole] = fieldsOf(z.object({ n: z.int().min(1).max(9) }));
  const fault = (text: string) => parametersOf([whole!], { n: text }).faults['n'];

  it.each([
    ['5', undefined],
    [' 5 ', undefined],
    ['0', { reason: 'min', limit: 1 }],
    ['10', { reason: 'max', limit: 9 }],
    ['1.5', { reason: 'whole' }],
    ['five', { reason: 'number' }],
    ['Infinity', { reason: 'number' }],
    ['', { reason: 'required' }],
  ])('of "%s" for a whole number between 1 and 9: %j', (text, expected) => {
    expect(fault(text)).toEqual(expected);
  });

  it('begin with those of an earlier run, also instants in the reader’s zone', () => {
    const fields = fieldsOf(z.object({ at: z.iso.datetime(), names: z.array(z.string()) }));
    const at = new Date('2026-11-01T10:30').toISOString();
    const inputs = initialInputs(fields, { at, names: ['a', 'b'] });
    expect(inputs).toEqual({ at: '2026-11-01T10:30', names: 'a\nb' });
    expect(parametersOf(fields, inputs).parameters).toEqual({ at, names: ['a', 'b'] });
  });
});

it('the server’s complaints find their fields, whatever they point at first', () => {
  const fields = fieldsOf(z.object({ a: z.string(), b: z.array(z.string()), c: z.int() }));
  const faultAt = (pointer: string) => ({ pointer, code: 'x', detail: pointer });
  const { byField, others } = refusedFields(fields, [
    faultAt('/body/parameters/a'),
    faultAt('/b/3'),
    faultAt('/parameters/c'),
    faultAt('/body/type'),
  ]);
  expect(byField).toEqual({
    a: { reason: 'refused', text: '/body/parameters/a' },
    b: { reason: 'refused', text: '/b/3' },
    c: { reason: 'refused', text: '/parameters/c' },
  });
  expect(others).toHaveLength(1);
});
