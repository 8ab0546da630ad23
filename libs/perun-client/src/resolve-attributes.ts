import type { AttributeFinding, AttributeSample, WantedAttribute } from './attribute-target.js';
import { entityOf, urnOf, type Attribute, type AttributeDefinition } from './attribute.js';
import type { PerunClient } from './perun-client.js';
import { isPerunAnswer } from './perun-error.js';
import type { CallOptions } from './rpc-transport.js';

/** Attributes that Perun lacks, or that we may not use as wanted. */
export class PerunAttributesError extends Error {
  constructor(readonly findings: readonly AttributeFinding[]) {
    const problems = findings.map((finding) => finding.problem);
    super(`Perun's attributes are not as they must be: ${problems.join('; ')}`);
    this.name = 'PerunAttributesError';
  }
}

export type InspectOptions = CallOptions & { readonly sample?: AttributeSample };

/** See {@link PerunClient.resolveAttributes}. */
export async function resolveAttributes(
  client: PerunClient,
  wanted: readonly WantedAttribute[],
  options: InspectOptions = {},
): Promise<ReadonlyMap<string, AttributeDefinition>> {
  const findings = await inspectAttributes(client, wanted, options);
  const wrong = findings.filter((finding) => finding.problem !== undefined);
  if (wrong.length > 0) throw new PerunAttributesError(wrong);
  return new Map(
    findings.flatMap(({ urn, definition }) =>
      definition === undefined ? [] : [[urn, definition] as const],
    ),
  );
}

/** See {@link PerunClient.inspectAttributes}. */
export async function inspectAttributes(
  client: PerunClient,
  wanted: readonly WantedAttribute[],
  options: InspectOptions = {},
): Promise<AttributeFinding[]> {
  const definitions = await Promise.all(
    wanted.map(({ urn }) => findDefinition(client, urn, options)),
  );
  const seen = await readSample(client, wanted, options);
  return wanted.map((one, index) =>
    assess(one, definitions[index], isShownBy(options.sample, one.urn) ? seen : undefined),
  );
}

async function findDefinition(
  client: PerunClient,
  urn: string,
  options: InspectOptions,
): Promise<AttributeDefinition | undefined> {
  try {
    return await client.getAttributeDefinition(urn, options);
  } catch (error) {
    if (isPerunAnswer(error, 'AttributeNotExistsException')) return undefined;
    throw error;
  }
}

function isShownBy(sample: AttributeSample | undefined, urn: string): boolean {
  if (sample === undefined) return false;
  const entity = entityOf(urn);
  return entity === 'group' || (entity === 'group_resource' && 'resourceId' in sample);
}

/** `writable` depends on the object: Perun fills it in on attributes of one, not on definitions. */
async function readSample(
  client: PerunClient,
  wanted: readonly WantedAttribute[],
  options: InspectOptions,
): Promise<ReadonlyMap<string, Attribute> | undefined> {
  const { sample } = options;
  const attrNames = wanted.map(({ urn }) => urn).filter((urn) => isShownBy(sample, urn));
  if (sample === undefined || attrNames.length === 0) return undefined;
  const both = 'resourceId' in sample ? { workWithGroupAttributes: true } : {};
  const attributes = await client.getAttributes({ ...sample, attrNames, ...both }, options);
  return new Map(attributes.map((attribute) => [urnOf(attribute), attribute]));
}

function assess(
  wanted: WantedAttribute,
  definition: AttributeDefinition | undefined,
  seen: ReadonlyMap<string, Attribute> | undefined,
): AttributeFinding {
  const attribute = seen?.get(wanted.urn);
  const rights =
    seen === undefined
      ? { isReadable: undefined, isWritable: undefined }
      : { isReadable: attribute !== undefined, isWritable: attribute?.writable ?? false };
  return {
    ...wanted,
    ...rights,
    definition,
    problem: problemOf({ wanted, definition, ...rights }),
  };
}

function problemOf(look: {
  wanted: WantedAttribute;
  definition: AttributeDefinition | undefined;
  isReadable: boolean | undefined;
  isWritable: boolean | undefined;
}): string | undefined {
  const { wanted, definition } = look;
  if (definition === undefined) return `${wanted.urn} does not exist`;
  if (definition.type !== wanted.type)
    return `${wanted.urn} is a ${definition.type}, expected is ${wanted.type}`;
  if (look.isReadable === false) return `${wanted.urn} cannot be read by this account`;
  if (wanted.access === 'read-write' && look.isWritable === false)
    return `${wanted.urn} cannot be written by this account`;
  return undefined;
}
