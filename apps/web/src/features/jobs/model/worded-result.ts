import { localized, type Localized } from '@os-credits/contracts';
import { z } from 'zod';

type Schema = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, unknown>>;

/** How values of a result are written for the reader. */
export type Wording = {
  text: (localized: Localized) => string;
  instant: (instant: string) => string;
  /** An exact decimal, such as `1000.50`. */
  decimal: (decimal: string) => string;
  quarantineReason: (reason: string) => string;
};

/**
 * A result under the titles of its fields, in the order of its schema: choices by their words, times and
 * decimals as the reader writes them. What the schema does not know keeps its own name.
 *
 * @param schema JSON Schema (2020-12) of the result as `GET /api/jobs/types` publishes it; null where the type
 * is gone
 */
export function wordedResult(value: unknown, schema: unknown, wording: Wording): unknown {
  return worded(value, merged(schema), wording, false);
}

function worded(value: unknown, schema: Schema, wording: Wording, isInList: boolean): unknown {
  if (Array.isArray(value)) {
    const items = merged(schema['items']);
    return value.map((item: unknown) => worded(item, items, wording, true));
  }
  if (schema['format'] === 'localized') {
    const text = localized.safeParse(value).data;
    if (text) return wording.text(text);
  }
  if (isRow(value)) return wordedRow(value, schema, wording, isInList);
  return typeof value === 'string' ? wordedText(value, schema, wording, isInList) : value;
}

function wordedRow(row: Row, schema: Schema, wording: Wording, isInList: boolean): Row {
  const properties = isRow(schema['properties']) ? schema['properties'] : {};
  const others = merged(schema['additionalProperties']);
  const known = Object.keys(properties).filter((name) => name in row);
  const names = [...known, ...Object.keys(row).filter((name) => !(name in properties))];
  return Object.fromEntries(
    names.map((name) => {
      const part = name in properties ? merged(properties[name]) : others;
      const title = titles.safeParse(part).data?.titles;
      const word = title ? wording.text(title) : nameOf(name, schema, wording);
      return [word, worded(row[name], part, wording, isInList)];
    }),
  );
}

const titles = z.object({ titles: localized });

/** What a field without a title, or a key of a map, is called. */
function nameOf(name: string, schema: Schema, wording: Wording): string {
  return chosen(name, schema, wording) ?? readableName(name);
}

function wordedText(value: string, schema: Schema, wording: Wording, isInList: boolean): string {
  if (schema['format'] === 'date-time') return wording.instant(value);
  // Counts on their own are told apart by being numbers, and are written by their view.
  if (schema['format'] === 'decimal' && isInList) return wording.decimal(value);
  return chosen(value, schema, wording) ?? value;
}

function chosen(value: string, schema: Schema, wording: Wording): string | null {
  if (schema['format'] === 'quarantine-reason') return wording.quarantineReason(value);
  const options = isRow(schema['optionTitles']) ? schema['optionTitles'] : {};
  const title = Object.hasOwn(options, value) ? localized.safeParse(options[value]).data : null;
  return title ? wording.text(title) : null;
}

/** A schema of its own, and of the one alternative of it that is not null. */
function merged(stated: unknown): Schema {
  if (!isRow(stated)) return {};
  const alternatives = stated['anyOf'];
  if (!Array.isArray(alternatives)) return stated;
  const only = alternatives.filter((each): each is Row => isRow(each) && each['type'] !== 'null');
  return only.length === 1 ? { ...only[0], ...stated } : stated;
}

/** `importedCount` reads "Imported count" where nobody gave a title. */
export function readableName(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[-_]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
