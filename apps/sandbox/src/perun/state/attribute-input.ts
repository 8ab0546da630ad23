import { readInt } from '../rpc/arguments.js';
import { isList, JsonNumber, jsonTextOf, type JsonValue } from '../rpc/json-text.js';
import { internalError, rpcError, runtimeError } from '../rpc/perun-error.js';
import type { AttributeType, AttributeValue } from './rows.js';

/** An attribute as a caller sent it. */
export interface AttributeInput {
  readonly id: number;
  readonly namespace: string | null;
  readonly friendlyName: string | null;
  readonly type: string | null;
  readonly value: JsonValue;
}

const KNOWN_MEMBERS: ReadonlySet<string> = new Set([
  ...['id', 'friendlyName', 'namespace', 'description', 'type', 'displayName', 'writable'],
  ...['unique', 'value', 'valueCreatedAt', 'valueCreatedBy', 'valueModifiedAt', 'valueModifiedBy'],
  ...['createdAt', 'createdBy', 'modifiedAt', 'modifiedBy', 'createdByUid', 'modifiedByUid'],
  // Accepted and ignored, so that an object just read may be sent back.
  ...['name', 'beanName', 'entity', 'baseFriendlyName', 'friendlyNameParameter'],
]);

/**
 * Reads an attribute from JSON.
 *
 * @throws CANNOT_DESERIALIZE_VALUE for anything but an object of known members;
 *   InternalErrorException for null
 */
export function readAttribute(json: JsonValue): AttributeInput {
  if (json === null) throw internalError('Attribute is null');
  if (typeof json !== 'object' || json instanceof JsonNumber || isList(json)) {
    throw noAttribute(json);
  }
  for (const key of json.keys()) if (!KNOWN_MEMBERS.has(key)) throw noAttribute(json);
  const text = (name: string): string | null => {
    const value = json.get(name) ?? null;
    return value === null || typeof value === 'string' ? value : jsonTextOf(value);
  };
  return {
    id: json.has('id') ? readInt(json.get('id') ?? null) : 0,
    namespace: text('namespace'),
    friendlyName: text('friendlyName'),
    type: text('type'),
    value: json.get('value') ?? null,
  };
}

function noAttribute(json: JsonValue): Error {
  return rpcError('CANNOT_DESERIALIZE_VALUE', `${jsonTextOf(json)} as Attribute`);
}

/**
 * Turns a value that was sent into one to store, of exactly the declared type. What Perun takes for
 * empty becomes `undefined`: null, white space, `false`, `[]`, `{}` (not `0`).
 *
 * @throws ConsistencyErrorException for fractions and numbers over 32 bits,
 *   InternalErrorException for every other wrong type
 */
export function readValue(type: AttributeType, json: JsonValue): AttributeValue | undefined {
  if (json === null) return undefined;
  if (json instanceof JsonNumber && json.int32 === undefined) {
    throw runtimeError('ConsistencyErrorException', `Unknown type of value ${json.text}`);
  }
  const value = typedValue(type, json);
  if (value === undefined) {
    throw internalError(`Attribute's type mismatch: ${jsonTextOf(json)} is no ${type}`);
  }
  return isEmpty(value) ? undefined : value;
}

function typedValue(type: AttributeType, json: JsonValue): AttributeValue | undefined {
  switch (type) {
    case 'java.lang.String':
      return typeof json === 'string' ? json : undefined;
    case 'java.lang.Boolean':
      return typeof json === 'boolean' ? json : undefined;
    case 'java.lang.Integer':
      return json instanceof JsonNumber ? json.int32 : undefined;
    case 'java.util.ArrayList':
      return json !== null && typeof json === 'object' && isList(json) && json.every(isText)
        ? json
        : undefined;
    case 'java.util.LinkedHashMap':
      return json instanceof Map ? textMap(json as ReadonlyMap<string, JsonValue>) : undefined;
  }
}

function textMap(
  json: ReadonlyMap<string, JsonValue>,
): ReadonlyMap<string, string | null> | undefined {
  const map = new Map<string, string | null>();
  for (const [key, item] of json) {
    if (!isText(item)) return undefined;
    map.set(key, item);
  }
  return map;
}

function isText(value: JsonValue): value is string | null {
  return value === null || typeof value === 'string';
}

function isEmpty(value: AttributeValue): boolean {
  if (typeof value === 'string') return value.trim() === '';
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return false;
  return value instanceof Map ? value.size === 0 : (value as readonly unknown[]).length === 0;
}

/** Whether two values are equal as Java has it: lists in order, maps without regard to order. */
export function isSameValue(left: AttributeValue, right: AttributeValue): boolean {
  if (left instanceof Map && right instanceof Map) {
    return left.size === right.size && [...left].every(([key, text]) => right.get(key) === text);
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => item === right[index]);
  }
  return left === right;
}
