import { localized, type Localized } from '@os-credits/contracts';
import { z } from 'zod';

/** What can be chosen, and what it is called; what has no title is called by its value. */
type Options = {
  options: readonly string[];
  optionTitles: Readonly<Record<string, Localized>>;
};

/** How a parameter is asked for. Limits are as the schema states them. */
export type ParameterControl =
  | {
      kind: 'text';
      isLong: boolean;
      pattern: string | null;
      lengthMin: number | null;
      lengthMax: number | null;
    }
  | { kind: 'number'; isWhole: boolean; min: number | null; max: number | null }
  | { kind: 'switch' }
  | ({ kind: 'choice' } & Options)
  | ({ kind: 'choices' } & Options)
  | { kind: 'texts' }
  | { kind: 'day' }
  | { kind: 'instant' }
  | { kind: 'project' }
  | { kind: 'upload' }
  /** Anything that no control fits: written as JSON. */
  | { kind: 'json' };

export type ParameterField = {
  name: string;
  title: Localized;
  description: Localized | null;
  isRequired: boolean;
  isNullable: boolean;
  defaultValue: unknown;
  control: ParameterControl;
};

type Schema = Readonly<Record<string, unknown>>;

/**
 * The fields of a form for the parameters of a job type.
 *
 * @param schema JSON Schema (2020-12) of an object as the API publishes it: properties carry `titles`
 * and `descriptions` in both languages and `x-order`. What it says otherwise is a field for JSON.
 */
export function parameterFields(schema: Schema): ParameterField[] {
  const properties = asSchema(schema['properties']) ?? {};
  const required = texts(schema['required']) ?? [];
  return Object.entries(properties)
    .map(([name, property], index) => {
      const stated = asSchema(property) ?? {};
      const { inner, isNullable } = withoutNull(stated);
      const merged = { ...inner, ...withoutAlternatives(stated) };
      const order = merged['x-order'];
      return {
        order: typeof order === 'number' ? order : index,
        field: {
          name,
          title: titleOf(name, merged),
          description: localized.safeParse(merged['descriptions']).data ?? plainText(merged),
          isRequired: required.includes(name) && merged['default'] === undefined && !isNullable,
          isNullable,
          defaultValue: merged['default'],
          control: controlOf(merged),
        },
      };
    })
    .sort((a, b) => a.order - b.order)
    .map(({ field }) => field);
}

function controlOf(schema: Schema): ParameterControl {
  const options = optionsOf(schema);
  if (options) return { kind: 'choice', ...options };
  switch (schema['type']) {
    case 'string':
      return textControl(schema);
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        isWhole: schema['type'] === 'integer',
        min: bound(schema, ['minimum', 'exclusiveMinimum']),
        max: bound(schema, ['maximum', 'exclusiveMaximum']),
      };
    case 'boolean':
      return { kind: 'switch' };
    case 'array':
      return listControl(asSchema(schema['items']) ?? {});
    default:
      return { kind: 'json' };
  }
}

function textControl(schema: Schema): ParameterControl {
  switch (schema['format']) {
    case 'date':
      return { kind: 'day' };
    case 'date-time':
      return { kind: 'instant' };
    case 'project':
      return { kind: 'project' };
    case 'upload':
      return { kind: 'upload' };
    default:
      return {
        kind: 'text',
        isLong: (number(schema['maxLength']) ?? 0) > 300,
        pattern: typeof schema['pattern'] === 'string' ? schema['pattern'] : null,
        lengthMin: number(schema['minLength']),
        lengthMax: number(schema['maxLength']),
      };
  }
}

function listControl(items: Schema): ParameterControl {
  const options = optionsOf(items);
  if (options) return { kind: 'choices', ...options };
  return items['type'] === 'string' ? { kind: 'texts' } : { kind: 'json' };
}

function optionsOf(schema: Schema): Options | null {
  const options = texts(schema['enum']) ?? texts([schema['const']]);
  return options && { options, optionTitles: optionTitlesOf(schema) };
}

function optionTitlesOf(schema: Schema): Options['optionTitles'] {
  return z.record(z.string(), localized).safeParse(schema['optionTitles']).data ?? {};
}

/** `anyOf [X, null]` and `type: [x, "null"]` are X that may be left empty. */
function withoutNull(schema: Schema): { inner: Schema; isNullable: boolean } {
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(alternatives)) {
    const schemas = alternatives.map((each) => asSchema(each) ?? {});
    const others = schemas.filter((each) => each['type'] !== 'null');
    const isNullable = others.length < schemas.length;
    // Several ways to write the same thing (an instant with offset, or a day): the first is asked for.
    const isSameType = others.every((each) => each['type'] === others[0]?.['type']);
    return { inner: isSameType ? (others[0] ?? {}) : {}, isNullable };
  }
  const types = texts(schema['type']);
  if (types?.includes('null')) {
    return {
      inner: { ...schema, type: types.find((type) => type !== 'null') },
      isNullable: true,
    };
  }
  return { inner: {}, isNullable: false };
}

function withoutAlternatives(schema: Schema): Schema {
  const isOneType = typeof schema['type'] === 'string';
  return Object.fromEntries(
    Object.entries(schema).filter(
      ([name]) => name !== 'anyOf' && name !== 'oneOf' && (name !== 'type' || isOneType),
    ),
  );
}

function titleOf(name: string, schema: Schema): Localized {
  const given = localized.safeParse(schema['titles']).data;
  if (given) return given;
  const title = typeof schema['title'] === 'string' ? schema['title'] : name;
  return { en: title, de: title };
}

function plainText(schema: Schema): Localized | null {
  const text = schema['description'];
  return typeof text === 'string' ? { en: text, de: text } : null;
}

/** A stated limit; those of JavaScript's whole numbers say nothing to a person. */
function bound(schema: Schema, names: readonly string[]): number | null {
  for (const name of names) {
    const value = number(schema[name]);
    if (value !== null && Math.abs(value) < Number.MAX_SAFE_INTEGER) return value;
  }
  return null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function texts(value: unknown): string[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  return value.every((each): each is string => typeof each === 'string') ? value : null;
}

function asSchema(value: unknown): Schema | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Schema)
    : null;
}
