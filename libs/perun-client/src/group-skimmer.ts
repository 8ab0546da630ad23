import { ByteCursor } from './byte-cursor.js';
import type { ItemSkimmer } from './json-list-splitter.js';

const OPEN_OBJECT = 0x7b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
const SEPARATOR = Buffer.from(',');
const NOTHING = Buffer.alloc(0);
const ATTRIBUTES = Buffer.from('"attributes":[');
/** What differs from group to group in an attribute; all else belongs to its definition. */
const OWN_MEMBERS: ReadonlySet<string> = new Set([
  'value',
  ...['valueCreatedAt', 'valueCreatedBy', 'valueModifiedAt', 'valueModifiedBy'],
]);
/** After so many parsed groups there is nothing more to be learned. */
const LESSONS_MAX = 100;
const SHAPES_MAX = 50;
/** The members of a group before its attributes. */
const HEAD_BYTES_MAX = 8_192;
/** Stands for a value; no text of JSON holds it. */
const HOLE = '\u0000';

type Members = Readonly<Record<string, unknown>>;

/** An attribute of one definition as this server writes it. */
interface AttributeShape {
  /** The text before the first member of its own. */
  readonly first: Buffer;
  /** All that follows where they are null, which is what `members` holds. */
  readonly unset: Buffer;
  /** The text after each of them. */
  readonly rest: readonly Buffer[];
  /** Which they are, in their order. */
  readonly own: readonly string[];
  /** The members of the definition. */
  readonly members: Members;
}

/**
 * Reads groups with attributes from the bytes of a bulk answer. Most of such an answer is definitions,
 * repeated with every value; what was seen before is compared instead of parsed. It gives what JSON.parse
 * gives, or nothing: the text that it compares with is well-formed, and what lies between is looked at.
 */
export class GroupSkimmer implements ItemSkimmer {
  readonly #cursor = new ByteCursor();
  readonly #known = new Set<string>();
  readonly #shapes: AttributeShape[] = [];
  /** What follows the attributes of a group, through its closing brace. */
  #tail: string | undefined;
  #tailBytes: Buffer = NOTHING;
  #lessons = 0;

  /** Takes notice of a group that was parsed. */
  learn(group: unknown): void {
    if (this.#lessons >= LESSONS_MAX || !isObject(group)) return;
    const { attributes } = group;
    if (!Array.isArray(attributes)) return;
    this.#lessons += 1;
    const keys = Object.keys(group);
    const after = keys.slice(keys.indexOf('attributes') + 1);
    this.#tail = `]${after.map((key) => `,${memberText(key, group[key])}`).join('')}}`;
    this.#tailBytes = Buffer.from(this.#tail);
    for (const attribute of attributes) if (isObject(attribute)) this.#learnShape(attribute);
  }

  /**
   * Reads the group that begins at a place and is followed by another one.
   *
   * @returns the place of the comma after it, or -1 where it has to be parsed
   */
  skim(bytes: Buffer, at: number, onItem: (group: unknown) => void): number {
    const tail = this.#tail;
    if (tail === undefined || bytes[at] !== OPEN_OBJECT) return -1;
    const cursor = this.#cursor;
    cursor.open(bytes, at);
    const head = cursor.textThrough(ATTRIBUTES, HEAD_BYTES_MAX);
    if (head === undefined) return -1;
    const attributes = this.#attributes();
    if (attributes === undefined) return -1;
    if (!cursor.passes(this.#tailBytes) || !cursor.isAt(COMMA)) return -1;
    // Where the list was not the group's own, braces are missing, and this is no JSON.
    const group = parsed(head + tail);
    if (!isObject(group)) return -1;
    const end = cursor.at;
    onItem({ ...group, attributes });
    return end;
  }

  #attributes(): Members[] | undefined {
    const attributes: Members[] = [];
    while (!this.#cursor.isAt(CLOSE_LIST)) {
      if (attributes.length > 0 && !this.#cursor.passes(SEPARATOR)) return undefined;
      const attribute = this.#attribute(attributes.length);
      if (attribute === undefined) return undefined;
      attributes.push(attribute);
    }
    return attributes;
  }

  /** Groups have the same attributes in the same order, as a rule. */
  #attribute(index: number): Members | undefined {
    const start = this.#cursor.at;
    const { length } = this.#shapes;
    for (let turn = 0; turn < length; turn += 1) {
      const shape = this.#shapes[(index + turn) % length];
      const attribute = shape === undefined ? undefined : this.#attributeOf(shape);
      if (attribute !== undefined) return attribute;
      this.#cursor.goBackTo(start);
    }
    return undefined;
  }

  #attributeOf({ first, unset, rest, own, members }: AttributeShape): Members | undefined {
    const cursor = this.#cursor;
    if (!cursor.passes(first)) return undefined;
    const attribute: Record<string, unknown> = { ...members };
    if (cursor.passes(unset)) return attribute;
    for (let index = 0; index < own.length; index += 1) {
      const value = cursor.value();
      if (value === undefined || !cursor.passes(rest[index] ?? NOTHING)) return undefined;
      attribute[own[index] ?? ''] = value;
    }
    return attribute;
  }

  #learnShape(attribute: Members): void {
    const own = Object.keys(attribute).filter((key) => OWN_MEMBERS.has(key));
    const text = `{${Object.keys(attribute)
      .map((key) =>
        OWN_MEMBERS.has(key) ? `${JSON.stringify(key)}:${HOLE}` : memberText(key, attribute[key]),
      )
      .join(',')}}`;
    if (this.#known.has(text) || this.#shapes.length >= SHAPES_MAX) return;
    this.#known.add(text);
    // What was written here is read again, so that members and text are of one.
    const members = parsed(text.replaceAll(HOLE, 'null'));
    if (!isObject(members)) return;
    const [first = NOTHING, ...rest] = text.split(HOLE).map((part) => Buffer.from(part));
    const unset = Buffer.from(text.slice(text.indexOf(HOLE)).replaceAll(HOLE, 'null'));
    this.#shapes.push({ first, unset, rest, own, members });
  }
}

function memberText(key: string, value: unknown): string {
  return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
