import {
  urnOf,
  type Attribute,
  type AttributeDefinition,
  type AttributeType,
  type AttributeValue,
  type AttributeValues,
  type AttributeWrite,
} from './attribute.js';
import { formatTimestamp, parseTimestamp } from './timestamp.js';

/** How one kind of attribute is read and written. Unset values go through `decode` as null. */
export interface AttributeCodec<Type extends AttributeType, Value> {
  readonly type: Type;
  readonly decode: (value: AttributeValues[Type] | null) => Value;
  readonly encode: (value: Value) => AttributeValues[Type] | null;
}

/** A value in Perun that cannot be what the attribute is for. */
export class PerunValueError extends Error {
  constructor(
    readonly urn: string,
    reason: string,
  ) {
    super(`${urn}: ${reason}`);
    this.name = 'PerunValueError';
  }
}

/**
 * The value of an attribute as `codec` reads it.
 * @throws PerunValueError when type or text do not fit
 */
export function decodeAttribute<Type extends AttributeType, Value>(
  attribute: Attribute,
  codec: AttributeCodec<Type, Value>,
): Value {
  const urn = urnOf(attribute);
  if (attribute.type !== codec.type)
    throw new PerunValueError(urn, `is a ${attribute.type}, expected is ${codec.type}`);
  return guarded(urn, () => codec.decode(attribute.value as AttributeValues[Type] | null));
}

/**
 * What to pass to `setAttributes` so that the attribute holds `value`.
 * @throws PerunValueError when the value cannot be written
 */
export function encodeAttribute<Type extends AttributeType, Value>(
  definition: AttributeDefinition,
  codec: AttributeCodec<Type, Value>,
  value: Value,
): AttributeWrite {
  const encoded: AttributeValue = guarded(urnOf(definition), () => codec.encode(value));
  return { definition, value: encoded };
}

function guarded<T>(urn: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new PerunValueError(urn, error.message);
    throw error;
  }
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;
const PLAIN = /^-?\d+(\.\d+)?$/;
/** Far beyond any credits; keeps `1E+9999` from becoming a text of that length. */
const EXPONENT_MAX = 100;

/**
 * A decimal in plain canonical notation: equal numbers are equal texts. Reads what Python's `str(Decimal)`
 * writes, thus `0E-8` and `1.5E+3`, too (the General Decimal Arithmetic's "scientific string").
 * @throws RangeError when the text is no finite decimal
 */
export function plainDecimal(given: string): string {
  const [matched, sign = '', whole = '', fraction = '', exponentText = '0'] =
    DECIMAL.exec(given.trim()) ?? [];
  const exponent = Number(exponentText);
  if (matched === undefined || Math.abs(exponent) > EXPONENT_MAX)
    throw new RangeError(`"${given.slice(0, 80)}" is not a decimal such as "12.5"`);
  const point = whole.length + exponent;
  const digits = `${whole}${fraction}`;
  const padded = digits.padStart(digits.length + Math.max(0, -point), '0').padEnd(point, '0');
  const place = Math.max(0, point);
  const integer = padded.slice(0, place).replace(/^0+/, '') || '0';
  const decimals = padded.slice(place).replace(/0+$/, '');
  const plain = decimals === '' ? integer : `${integer}.${decimals}`;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}

/** Used or remaining credits: decimal text both ways; null is unset (never billed). */
export const creditsCodec: AttributeCodec<'java.lang.String', string | null> = {
  type: 'java.lang.String',
  decode: (value) => (value === null ? null : plainDecimal(value)),
  encode: (value) => {
    if (value !== null && !PLAIN.test(value))
      throw new RangeError(`"${value.slice(0, 80)}" is not a plain decimal such as "12.5"`);
    return value === null ? null : plainDecimal(value);
  },
};

const INTEGER = /^[+-]?\d{1,100}$/;

function plainInteger(text: string): string {
  if (!INTEGER.test(text.trim()))
    throw new RangeError(`"${text.slice(0, 80)}" is not a whole number such as "1000"`);
  return plainDecimal(text);
}

/** Granted credits: the text of a whole number; null is unset (nothing was ever granted). */
export const grantedCodec: AttributeCodec<'java.lang.String', string | null> = {
  type: 'java.lang.String',
  decode: (value) => (value === null ? null : plainInteger(value)),
  encode: (value) => (value === null ? null : plainInteger(value)),
};

/** Mail addresses; unset is an empty list, and blanks among them are left out. */
export const mailListCodec: AttributeCodec<'java.util.ArrayList', readonly string[]> = {
  type: 'java.util.ArrayList',
  decode: (value) => (value ?? []).map((mail) => mail?.trim() ?? '').filter((mail) => mail !== ''),
  encode: (value) => (value.length === 0 ? null : value),
};

/** Metric → time up to which it was billed, in microseconds since the epoch; unset is an empty map. */
export const timestampsCodec: AttributeCodec<
  'java.util.LinkedHashMap',
  ReadonlyMap<string, number>
> = {
  type: 'java.util.LinkedHashMap',
  decode: (value) =>
    new Map(
      Object.entries(value ?? {}).map(([metric, text]) => [metric, timeOfMetric(metric, text)]),
    ),
  encode: (value) =>
    value.size === 0
      ? null
      : Object.fromEntries([...value].map(([metric, micros]) => [metric, formatTimestamp(micros)])),
};

function timeOfMetric(metric: string, text: string | null): number {
  if (text === null) throw new RangeError(`"${metric.slice(0, 80)}" has no time`);
  try {
    return parseTimestamp(text);
  } catch (error) {
    if (error instanceof RangeError)
      throw new RangeError(`"${metric.slice(0, 80)}": ${error.message}`, { cause: error });
    throw error;
  }
}
