/** A number as it stands in JSON text: Perun tells `3` from `3.0`, so the digits must survive. */
export class JsonNumber {
  constructor(readonly text: string) {}

  /** The value as a 32-bit integer, or `undefined` for fractions, exponents and larger numbers. */
  get int32(): number | undefined {
    if (!/^-?\d+$/.test(this.text)) return undefined;
    const value = Number(this.text);
    return value === (value | 0) ? value | 0 : undefined;
  }
}

/** JSON whose numbers keep their digits and whose objects keep the order of their members. */
export type JsonValue =
  null | boolean | string | JsonNumber | readonly JsonValue[] | ReadonlyMap<string, JsonValue>;

/** The text is no JSON up to its first value. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const SPACE = /[ \t\r\n]*/y;
const WORDS: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/**
 * Reads the first JSON value of a text the way Perun's deserialiser does: what follows it is
 * ignored, and of two members with one name the later wins.
 *
 * @returns `undefined` when the text is empty or only white space
 * @throws JsonSyntaxError when the first value is not whole
 */
export function parseFirstJson(text: string): JsonValue | undefined {
  const reader = new Reader(text);
  return reader.isAtEnd() ? undefined : reader.value();
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    this.match(SPACE);
    return this.at >= this.text.length;
  }

  value(): JsonValue {
    this.match(SPACE);
    const next = this.text[this.at];
    if (next === '{') return this.object();
    if (next === '[') return this.array();
    if (next === '"') return this.string();
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const digits = this.match(NUMBER);
    if (digits === undefined) throw new JsonSyntaxError(`no JSON at ${this.at}`);
    return new JsonNumber(digits);
  }

  private object(): ReadonlyMap<string, JsonValue> {
    const members = new Map<string, JsonValue>();
    this.at += 1;
    if (this.take('}')) return members;
    do {
      this.match(SPACE);
      const key = this.string();
      if (!this.take(':')) throw new JsonSyntaxError(`no colon at ${this.at}`);
      members.set(key, this.value());
    } while (this.take(','));
    if (!this.take('}')) throw new JsonSyntaxError(`object not closed at ${this.at}`);
    return members;
  }

  private array(): readonly JsonValue[] {
    const items: JsonValue[] = [];
    this.at += 1;
    if (this.take(']')) return items;
    do items.push(this.value());
    while (this.take(','));
    if (!this.take(']')) throw new JsonSyntaxError(`list not closed at ${this.at}`);
    return items;
  }

  private string(): string {
    const quoted = this.match(STRING);
    if (quoted === undefined) throw new JsonSyntaxError(`no string at ${this.at}`);
    try {
      return JSON.parse(quoted) as string;
    } catch {
      throw new JsonSyntaxError(`wrong escape before ${this.at}`);
    }
  }

  private take(character: string): boolean {
    this.match(SPACE);
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }
}

/** The JSON text of a value that was read, as Perun quotes it in its messages. */
export function jsonTextOf(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(jsonTextOf).join(',')}]`;
  const members = [...value].map(([key, item]) => `${JSON.stringify(key)}:${jsonTextOf(item)}`);
  return `{${members.join(',')}}`;
}

/** Whether a value is a JSON list; `Array.isArray` does not narrow read-only lists. */
export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
