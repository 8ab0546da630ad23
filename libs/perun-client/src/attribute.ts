import { z } from 'zod';

/**
 * The Java types of attribute values; Perun refuses to define attributes of any other.
 * Source: BeansUtils and AttributesManagerImpl.ATTRIBUTE_TYPES of Perun.
 */
export const ATTRIBUTE_TYPES = [
  'java.lang.String',
  'java.lang.Integer',
  'java.lang.Boolean',
  'java.util.ArrayList',
  'java.util.LinkedHashMap',
] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** What a set attribute of a type holds; an unset one holds null. */
export interface AttributeValues {
  'java.lang.String': string;
  'java.lang.Integer': number;
  'java.lang.Boolean': boolean;
  'java.util.ArrayList': readonly (string | null)[];
  'java.util.LinkedHashMap': Readonly<Record<string, string | null>>;
}
export type AttributeValue = AttributeValues[AttributeType] | null;

const definitionShape = {
  /** Differs from instance to instance: look it up by URN, never configure it. */
  id: z.int(),
  namespace: z.string(),
  friendlyName: z.string(),
  displayName: z.string().nullable().default(null),
  description: z.string().nullable().default(null),
  /** Whether the caller may write it. Only meaningful on an attribute that was read of some object. */
  writable: z.boolean().default(false),
};
const stampShape = {
  /** Text of the server's database without a zone: compare for equality only. */
  valueCreatedAt: z.string().nullable().default(null),
  valueCreatedBy: z.string().nullable().default(null),
  valueModifiedAt: z.string().nullable().default(null),
  /** Login of who last changed the value. */
  valueModifiedBy: z.string().nullable().default(null),
};

export const attributeDefinitionSchema = z.object({ ...definitionShape, type: z.string() });
export type AttributeDefinition = z.infer<typeof attributeDefinitionSchema>;

const attributeOf = <Type extends AttributeType, Value extends z.ZodType>(
  type: Type,
  value: Value,
) =>
  z.object({
    ...definitionShape,
    ...stampShape,
    type: z.literal(type),
    value: value.nullable(),
  });

/** An attribute with its value; which value it may have follows from `type`. */
export const attributeSchema = z.discriminatedUnion('type', [
  attributeOf('java.lang.String', z.string()),
  attributeOf('java.lang.Integer', z.int()),
  attributeOf('java.lang.Boolean', z.boolean()),
  attributeOf('java.util.ArrayList', z.array(z.string().nullable())),
  attributeOf('java.util.LinkedHashMap', z.record(z.string(), z.string().nullable())),
]);
export type Attribute = z.infer<typeof attributeSchema>;

/**
 * The full name of a definition or attribute, e.g.
 * `urn:perun:group:attribute-def:opt:denbiCreditsGranted`. Perun's JSON does not contain it.
 */
export function urnOf(definition: Pick<AttributeDefinition, 'namespace' | 'friendlyName'>): string {
  return `${definition.namespace}:${definition.friendlyName}`;
}

/** The entity that a URN's values hang on, e.g. `group` or `group_resource`. */
export function entityOf(urn: string): string {
  return urn.split(':')[2] ?? '';
}

/** The attribute of that full name, if it is among them. */
export function findAttribute(
  attributes: readonly Attribute[],
  urn: string,
): Attribute | undefined {
  return attributes.find((attribute) => urnOf(attribute) === urn);
}

/** A value to write, to the attribute that the definition names. */
export interface AttributeWrite {
  readonly definition: Pick<AttributeDefinition, 'id' | 'namespace' | 'friendlyName' | 'type'>;
  /** null, `''`, `false`, `[]` and `{}` remove the value. */
  readonly value: AttributeValue;
}

const VALUE_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  'java.lang.String': z.string().nullable(),
  'java.lang.Integer': z.int32().nullable(),
  'java.lang.Boolean': z.boolean().nullable(),
  'java.util.ArrayList': z.array(z.string().nullable()).nullable(),
  'java.util.LinkedHashMap': z.record(z.string(), z.string().nullable()).nullable(),
};

/**
 * The attribute bean to send. Perun finds the definition by all four of id, namespace, friendly name and
 * type, ignores the rest, and refuses a value of another type than declared.
 * @throws TypeError when the value does not fit the declared type: Perun would answer an internal error
 */
export function attributeToSend(write: AttributeWrite): Record<string, unknown> {
  const { id, namespace, friendlyName, type } = write.definition;
  const fits = VALUE_SCHEMAS[type]?.safeParse(write.value).success ?? false;
  if (!fits)
    throw new TypeError(`${urnOf(write.definition)} takes a ${type}, not ${kindOf(write.value)}`);
  return { id, namespace, friendlyName, type, value: write.value };
}

function kindOf(value: AttributeValue): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}
