import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { localized } from '@os-credits/contracts';
import { z } from 'zod';
import { jobTypes } from './job-types.js';
import { type JobType } from './modules/jobs/index.js';

/** Constructors of job types only keep what they are given. */
const types = jobTypes.map(({ type }) => new (type as unknown as new () => JobType)());

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** Places of a schema that have no words in both languages: fields, and options of choices. */
function wordless(stated: unknown, place: string): string[] {
  if (!isSchema(stated) || stated['format'] === 'localized') return [];
  const alternatives = [stated['anyOf']].flat().filter(isSchema);
  const schema = Object.assign({}, ...alternatives, stated) as Schema;
  const options = isSchema(schema['optionTitles']) ? schema['optionTitles'] : {};
  const choices = [schema['enum'] ?? []].flat().map(String);
  return [
    ...choices.flatMap((choice) =>
      localized.safeParse(options[choice]).success ? [] : [`${place}=${choice}`],
    ),
    ...wordless(schema['items'], `${place}[]`),
    ...Object.entries(schema['properties'] ?? {}).flatMap(([name, field]: [string, unknown]) => [
      ...(hasTitles(field) || isIdOnly(field) ? [] : [`${place}.${name}`]),
      ...wordless(field, `${place}.${name}`),
    ]),
  ];
}

function hasTitles(field: unknown): boolean {
  return isSchema(field) && localized.safeParse(field['titles']).success;
}

/** Shown as a link, never as a text. */
function isIdOnly(field: unknown): boolean {
  return isSchema(field) && field['format'] === 'uuid';
}

describe.each(types)('the job type $type', (type) => {
  it('has words in both languages for all that it asks for', () => {
    const schema = z.toJSONSchema(type.parameters, { io: 'input', unrepresentable: 'any' });
    expect(wordless(schema, type.type)).toEqual([]);
  });

  it('has words in both languages for all that it ends with', () => {
    const schema = z.toJSONSchema(type.result, { io: 'output', unrepresentable: 'any' });
    expect(wordless(schema, type.type)).toEqual([]);
  });
});

describe('the look for words', () => {
  it('finds fields and options that have none, at every depth', () => {
    const schema = z.object({
      named: z.int().meta({ titles: { en: 'A', de: 'B' } }),
      rows: z.array(
        z.object({ kind: z.enum(['a', 'b']).meta({ optionTitles: { a: { en: 'A', de: 'A' } } }) }),
      ),
      half: z
        .enum(['c'])
        .nullable()
        .meta({ titles: { en: 'only English' } }),
    });
    expect(wordless(z.toJSONSchema(schema), 'x')).toEqual([
      'x.rows',
      'x.rows[].kind',
      'x.rows[].kind=b',
      'x.half',
      'x.half=c',
    ]);
  });
});
