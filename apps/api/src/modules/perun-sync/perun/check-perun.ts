import { type PerunCheck } from '@os-credits/contracts';
import {
  type AttributeSample,
  type AttributeType,
  type PerunClient,
  type WantedAttribute,
} from '@os-credits/perun-client';
import { type PerunConnection } from '../../../platform/config/index.js';
import { attributeUses, type AttributeUrns } from '../application/attribute-uses.js';
import { toPerunFault } from './perun-fault.js';

interface CheckOptions {
  readonly urns: AttributeUrns;
  readonly ownsGrants: boolean;
  readonly usedMeans: 'used' | 'remaining';
  readonly signal: AbortSignal | undefined;
}

const TYPES: Readonly<Record<keyof AttributeUrns, AttributeType>> = {
  used: 'java.lang.String',
  granted: 'java.lang.String',
  mails: 'java.util.ArrayList',
  timestamps: 'java.util.LinkedHashMap',
};

/**
 * Looks whether everything a sync needs is there and allowed: version, account, organisation, resources,
 * attributes. Collects what is missing, one sentence each, instead of stopping at the first.
 */
export async function checkPerun(
  client: PerunClient,
  connection: PerunConnection,
  options: CheckOptions,
): Promise<PerunCheck> {
  const startedAt = performance.now();
  const problems: string[] = [];
  const call = { signal: options.signal };
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | null> => {
    try {
      return await work();
    } catch (error) {
      options.signal?.throwIfAborted();
      const fault = toPerunFault(error);
      problems.push(fault instanceof Error ? fault.message : String(fault));
      return null;
    }
  };
  const version = await attempt(() => client.version(call));
  const isThere = version !== null;
  const vo = isThere
    ? await attempt(() =>
        /^\d+$/.test(connection.vo)
          ? client.getVoById(Number(connection.vo), call)
          : client.getVoByShortName(connection.vo, call),
      )
    : null;
  const resources = isThere ? await checkResources(client, connection, call, attempt) : [];
  const attributes = isThere
    ? await checkAttributes(client, resources, options, attempt, problems)
    : [];
  if (isThere) {
    const lastId = await attempt(() => client.getLastMessageId(call));
    if (lastId !== null) await checkAuditLog(client, lastId, call, problems);
  }
  return {
    checkedAt: new Date().toISOString(),
    isGood: problems.length === 0,
    version: version?.version ?? null,
    actor: version === null ? null : `${version.user} (${version.extSource})`,
    vo: vo === null ? null : { id: vo.id, shortName: vo.shortName, name: vo.name },
    resources: resources.map(({ id, name, groupCount }) => ({ id, name, groupCount })),
    attributes,
    problems,
    durationMs: Math.round(performance.now() - startedAt),
  };
}

interface CheckedResource {
  readonly id: number;
  readonly name: string;
  readonly groupCount: number | null;
  readonly firstGroupId: number | null;
}

type Attempt = <Result>(work: () => Promise<Result>) => Promise<Result | null>;

async function checkResources(
  client: PerunClient,
  connection: PerunConnection,
  call: { signal: AbortSignal | undefined },
  attempt: Attempt,
): Promise<CheckedResource[]> {
  return Promise.all(
    connection.resources.map(async ({ id, site }) => {
      const resource = await attempt(() => client.getResourceById(id, call));
      const groups = resource && (await attempt(() => client.getAssignedGroups(id, call)));
      return {
        id,
        name: resource?.name ?? site,
        groupCount: groups?.length ?? null,
        firstGroupId: groups?.[0]?.id ?? null,
      };
    }),
  );
}

async function checkAttributes(
  client: PerunClient,
  resources: readonly CheckedResource[],
  options: CheckOptions,
  attempt: Attempt,
  problems: string[],
): Promise<PerunCheck['attributes']> {
  const uses = attributeUses(options.urns, options.ownsGrants, options.usedMeans);
  const sampled = resources.find(({ firstGroupId }) => firstGroupId !== null);
  const sample: AttributeSample | undefined =
    sampled?.firstGroupId == null
      ? undefined
      : { groupId: sampled.firstGroupId, resourceId: sampled.id };
  if (sample === undefined)
    problems.push(
      'No group is assigned to any of the resources, so rights on attributes cannot be looked at.',
    );
  const wanted = uses.map(({ key, attribute, direction }): WantedAttribute => ({
    urn: attribute,
    type: TYPES[key],
    access: direction === 'push' ? 'read-write' : 'read',
  }));
  const findings = await attempt(() =>
    client.inspectAttributes(wanted, {
      signal: options.signal,
      ...(sample === undefined ? {} : { sample }),
    }),
  );
  return uses.map(({ use, attribute, direction }, index) => {
    const finding = findings?.[index];
    if (finding?.problem !== undefined) problems.push(`${finding.problem}.`);
    return {
      use,
      attribute,
      direction,
      isDefined: finding?.definition !== undefined,
      type: finding?.definition?.type ?? null,
      canRead: finding?.isReadable ?? null,
      canWrite: finding?.isWritable ?? null,
    };
  });
}

async function checkAuditLog(
  client: PerunClient,
  lastId: number,
  call: { signal: AbortSignal | undefined },
  problems: string[],
): Promise<void> {
  try {
    await client.getMessagesByIdAndCount({ id: lastId, count: 1 }, call);
  } catch (error) {
    call.signal?.throwIfAborted();
    const fault = toPerunFault(error);
    problems.push(
      `The audit log cannot be read (it needs the role AUDITCONSUMERADMIN or PERUNOBSERVER); syncs work without it, but read all leads and members each time: ${fault instanceof Error ? fault.message : String(fault)}`,
    );
  }
}
