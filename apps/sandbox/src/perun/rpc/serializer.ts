import { AttributeWire } from '../beans/attribute-wire.js';
import { attributeMembers } from '../beans/attribute-bean.js';
import { groupMembers, richGroupMembers } from '../beans/group-bean.js';
import { RichGroupWire } from '../beans/rich-group-wire.js';
import type { DefinitionRow, GroupRow, ValueRow } from '../state/rows.js';
import { LazyList, type Wire, type WireObject } from './wire.js';

/** The formats of the URL; `urlinjsonout` differs only in where parameters come from. */
export const FORMATS = ['json', 'jsonp', 'jsonsimple', 'jsonlite', 'urlinjsonout'] as const;
export type Format = (typeof FORMATS)[number];

const CHUNK_CHARACTERS = 65_536;
const NOTHING: ReadonlySet<string> = new Set();
const AUDIT_MEMBERS = [
  ...['createdAt', 'createdBy', 'modifiedAt', 'modifiedBy', 'createdByUid', 'modifiedByUid'],
  ...['valueCreatedAt', 'valueCreatedBy', 'valueModifiedAt', 'valueModifiedBy', 'beanName'],
];
const LITE_SKIPS: ReadonlySet<string> = new Set(AUDIT_MEMBERS);
const SIMPLE_ATTRIBUTE_SKIPS: ReadonlySet<string> = new Set([
  ...AUDIT_MEMBERS,
  ...['id', 'type', 'description', 'writable', 'displayName', 'entity'],
  ...['baseFriendlyName', 'friendlyNameParameter'],
]);

/** The members that a format leaves out of beans, and out of attributes. */
function skipsOf(format: Format): { bean: ReadonlySet<string>; attribute: ReadonlySet<string> } {
  if (format === 'jsonlite') return { bean: LITE_SKIPS, attribute: LITE_SKIPS };
  if (format === 'jsonsimple') return { bean: LITE_SKIPS, attribute: SIMPLE_ATTRIBUTE_SKIPS };
  return { bean: NOTHING, attribute: NOTHING };
}

/**
 * The JSON text of an answer in pieces of about 64 Ki characters; a lazy list is made piece by piece.
 */
export function* jsonChunks(value: Wire, format: Format): Generator<string> {
  const writer = new JsonWriter(format);
  if (!(value instanceof LazyList)) {
    yield writer.text(value);
    return;
  }
  let chunk = '[';
  let separator = '';
  for (let index = 0; index < value.length; index += 1) {
    const item = value.item(index);
    if (item === undefined) continue;
    chunk += separator + writer.text(item);
    separator = ',';
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  yield `${chunk}]`;
}

/** The JSON text of a value, whole. */
export function jsonText(value: Wire, format: Format = 'json'): string {
  return [...jsonChunks(value, format)].join('');
}

class JsonWriter {
  private readonly skips: ReturnType<typeof skipsOf>;

  constructor(private readonly format: Format) {
    this.skips = skipsOf(format);
  }

  text(value: Wire): string {
    if (value === null) return 'null';
    if (typeof value !== 'object') return JSON.stringify(value);
    if (value instanceof AttributeWire) return this.attribute(value);
    if (value instanceof RichGroupWire) return this.richGroup(value);
    if (value instanceof LazyList) return [...jsonChunks(value, this.format)].join('');
    if (value instanceof Map) return mapText(value);
    if (isWireList(value)) return `[${value.map((item) => this.text(item)).join(',')}]`;
    return this.object(value as WireObject, this.skips.bean);
  }

  private object(value: WireObject, skips: ReadonlySet<string>): string {
    const isDefinition = value['beanName'] === 'AttributeDefinition';
    const left = isDefinition ? this.skips.attribute : skips;
    let text = '{';
    let separator = '';
    for (const [key, item] of Object.entries(value)) {
      if (left.has(key)) continue;
      text += `${separator}${JSON.stringify(key)}:${this.text(item)}`;
      separator = ',';
    }
    return `${text}}`;
  }

  private richGroup(value: RichGroupWire): string {
    if (this.format !== 'json') return this.object(richGroupMembers(value), this.skips.bean);
    const { group, attributes } = value;
    let text = `${groupText(group)},"attributes":`;
    if (attributes === null) text += 'null';
    else {
      let separator = '[';
      for (const one of attributes) {
        text += separator + this.attribute(one);
        separator = ',';
      }
      text += attributes.length === 0 ? '[]' : ']';
    }
    return `${text},"beanName":"RichGroup"}`;
  }

  private attribute(value: AttributeWire): string {
    if (this.format !== 'json') {
      return this.object(attributeMembers(value), this.skips.attribute);
    }
    const { row } = value;
    if (row === undefined) return unsetAttributeText(value);
    const [before, after] = fragmentsOf(value);
    return `${before}${valueText(row)},${after}`;
  }
}

/** Rows are replaced, never changed, so what was written of one can be written again. */
const groupTexts = new WeakMap<GroupRow, string>();
const valueTexts = new WeakMap<ValueRow, string>();

/** The members of a group, up to where its attributes stand. */
function groupText(group: GroupRow): string {
  const known = groupTexts.get(group);
  if (known !== undefined) return known;
  const made = JSON.stringify(groupMembers(group)).slice(0, -1);
  groupTexts.set(group, made);
  return made;
}

function valueText(row: ValueRow): string {
  const known = valueTexts.get(row);
  if (known !== undefined) return known;
  const stored = row.value instanceof Map ? mapText(row.value) : JSON.stringify(row.value);
  const made =
    `${stored},"valueCreatedAt":${quoted(row.valueCreatedAt)},` +
    `"valueCreatedBy":${quoted(row.valueCreatedBy)},` +
    `"valueModifiedAt":${quoted(row.valueModifiedAt)},` +
    `"valueModifiedBy":${quoted(row.valueModifiedBy)}`;
  valueTexts.set(row, made);
  return made;
}

function quoted(text: string | null): string {
  return text === null ? 'null' : JSON.stringify(text);
}

function mapText(map: ReadonlyMap<string, string | null>): string {
  const members = [...map].map(([key, text]) => `${JSON.stringify(key)}:${quoted(text)}`);
  return `{${members.join(',')}}`;
}

function isWireList(value: Wire): value is readonly Wire[] {
  return Array.isArray(value);
}

interface Fragments {
  readonly [writable: string]: readonly [string, string];
}

/** What is the same in every value of a definition, written once: most of a bulk answer is this. */
const fragmentCache = new WeakMap<DefinitionRow, Fragments>();
const VALUE_MEMBERS: ReadonlySet<string> = new Set([
  ...['value', 'valueCreatedAt', 'valueCreatedBy', 'valueModifiedAt', 'valueModifiedBy'],
]);

function fragmentsOf(attribute: AttributeWire): readonly [string, string] {
  const which = String(attribute.writable);
  const cached = fragmentCache.get(attribute.definition) ?? {};
  const known = cached[which];
  if (known !== undefined) return known;
  const made = makeFragments(attribute);
  fragmentCache.set(attribute.definition, { ...cached, [which]: made });
  return made;
}

function makeFragments(attribute: AttributeWire): readonly [string, string] {
  const members = Object.entries(attributeMembers(attribute));
  const at = members.findIndex(([key]) => key === 'value');
  const text = (part: typeof members): string =>
    part
      .filter(([key]) => !VALUE_MEMBERS.has(key))
      .map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`)
      .join(',');
  return [`{${text(members.slice(0, at))},"value":`, `${text(members.slice(at))}}`];
}

function unsetAttributeText(attribute: AttributeWire): string {
  const [before, after] = fragmentsOf(attribute);
  return (
    `${before}null,"valueCreatedAt":null,"valueCreatedBy":null,` +
    `"valueModifiedAt":null,"valueModifiedBy":null,${after}`
  );
}
