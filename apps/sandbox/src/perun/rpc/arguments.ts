import { isList, JsonNumber, jsonTextOf, type JsonValue } from './json-text.js';
import { rpcError, uncaughtError } from './perun-error.js';

/** The parameters of a call; every reader throws MISSING_VALUE when the key is missing. */
export interface Arguments {
  /** Whether the key is there, be it with the value null: overloads are chosen by this. */
  has(name: string): boolean;
  int(name: string): number;
  /** A JSON null stays null. */
  string(name: string): string | null;
  boolean(name: string): boolean;
  strings(name: string): readonly (string | null)[] | null;
  /** A list of Integer: numeric texts are accepted. */
  ints(name: string): readonly number[] | null;
  /** An array of int: numeric texts are refused. */
  intArray(name: string): readonly number[];
  /** A bean as it was sent. Objects cannot be read from a query. */
  json(name: string): JsonValue;
  /** All parameters, for the log of calls. */
  plain(): Readonly<Record<string, unknown>>;
}

function cannotDeserialize(value: JsonValue, as: string): Error {
  return rpcError('CANNOT_DESERIALIZE_VALUE', `${jsonTextOf(value)} as ${as}`);
}

/** Reads an int as Perun does: a JSON int32, or a text of digits. */
export function readInt(value: JsonValue): number {
  const number =
    typeof value === 'string' && /^[-+]?\d+$/.test(value)
      ? new JsonNumber(value.replace(/^\+/, '')).int32
      : value instanceof JsonNumber
        ? value.int32
        : undefined;
  if (number === undefined) throw cannotDeserialize(value, 'int');
  return number;
}

function readString(value: JsonValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof JsonNumber) return value.text;
  if (typeof value === 'boolean') return String(value);
  throw cannotDeserialize(value, 'String');
}

function readBoolean(value: JsonValue): boolean {
  if (typeof value === 'boolean') return value;
  if (value instanceof JsonNumber) return Number(value.text) !== 0;
  return value === 'true';
}

function readList(value: JsonValue, as: string): readonly JsonValue[] | null {
  if (value === null) return null;
  if (!isList(value)) throw cannotDeserialize(value, as);
  return value;
}

/** Parameters from the JSON object in a request's body. */
export class JsonArguments implements Arguments {
  constructor(private readonly members: ReadonlyMap<string, JsonValue>) {}

  has(name: string): boolean {
    return this.members.has(name);
  }

  int(name: string): number {
    return readInt(this.json(name));
  }

  string(name: string): string | null {
    return readString(this.json(name));
  }

  boolean(name: string): boolean {
    return readBoolean(this.json(name));
  }

  strings(name: string): readonly (string | null)[] | null {
    return readList(this.json(name), 'List<String>')?.map(readString) ?? null;
  }

  ints(name: string): readonly number[] | null {
    return readList(this.json(name), 'List<Integer>')?.map(readInt) ?? null;
  }

  intArray(name: string): readonly number[] {
    const value = this.json(name);
    const items = readList(value, 'int[]');
    if (items === null) throw cannotDeserialize(value, 'int[]');
    return items.map((item) => {
      if (!(item instanceof JsonNumber)) throw cannotDeserialize(item, 'int');
      return readInt(item);
    });
  }

  json(name: string): JsonValue {
    const value = this.members.get(name);
    if (value === undefined) throw rpcError('MISSING_VALUE', name);
    return value;
  }

  plain(): Readonly<Record<string, unknown>> {
    return Object.fromEntries([...this.members].map(([key, value]) => [key, plainOf(value)]));
  }
}

function plainOf(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(plainOf);
  return Object.fromEntries([...value].map(([key, item]) => [key, plainOf(item)]));
}

/** Parameters from the query of a GET, or from a form with `urlinjsonout`. */
export class QueryArguments implements Arguments {
  constructor(private readonly query: URLSearchParams) {}

  has(name: string): boolean {
    return this.query.has(name) || this.query.has(`${name}[]`);
  }

  int(name: string): number {
    return readInt(this.text(name));
  }

  string(name: string): string | null {
    return this.text(name);
  }

  boolean(name: string): boolean {
    const text = this.text(name);
    return /^-?\d+$/.test(text) ? Number(text) !== 0 : text.toLowerCase() === 'true';
  }

  strings(name: string): readonly string[] {
    if (!this.has(name)) throw rpcError('MISSING_VALUE', name);
    return [...this.query.getAll(`${name}[]`), ...this.query.getAll(name)];
  }

  ints(name: string): readonly number[] {
    return this.strings(name).map((text) => {
      if (!/^[-+]?\d+$/.test(text)) throw uncaughtError('NumberFormatException');
      return readInt(text);
    });
  }

  intArray(name: string): readonly number[] {
    return this.ints(name);
  }

  json(name: string): JsonValue {
    if (!this.has(name)) throw rpcError('MISSING_VALUE', name);
    throw uncaughtError('UnsupportedOperationException');
  }

  plain(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.query);
  }

  private text(name: string): string {
    const text = this.query.get(name);
    if (text === null) throw rpcError('MISSING_VALUE', name);
    return text;
  }
}
