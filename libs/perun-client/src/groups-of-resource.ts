import { entityOf, type Attribute } from './attribute.js';
import type { RichGroup } from './beans.js';
import type { AttributeNames } from './attribute-target.js';
import type { PerunClient } from './perun-client.js';
import type { CallOptions } from './rpc-transport.js';

/** Each organisation has it for all its members; it is no project. */
export const SYSTEM_GROUP = 'members';

export interface GroupsOfResourceAsk {
  readonly resourceId: number;
  readonly attrNames: AttributeNames;
}

/** Whether a group is the system group of the organisation. */
export function isSystemGroup(group: RichGroup): boolean {
  return group.name === SYSTEM_GROUP && group.parentGroupId === null;
}

/**
 * What `getRichGroupsAssignedToResourceWithAttributesByNames` answers, for servers without it: the
 * attributes of all groups of the organisation, which of them are assigned, and the values of each pair.
 */
export async function groupsOfResourceByParts(
  client: PerunClient,
  ask: GroupsOfResourceAsk,
  options: CallOptions = {},
): Promise<RichGroup[]> {
  const { resourceId } = ask;
  const ofPair = ask.attrNames.filter((urn) => entityOf(urn) === 'group_resource');
  const { voId } = await client.getResourceById(resourceId, options);
  const assigned = await client.getAssignedGroups(resourceId, options);
  const rich = await client.getAllRichGroupsWithAttributesByNames(
    { voId, attrNames: ask.attrNames },
    options,
  );
  const richById = new Map(rich.map((group) => [group.id, group]));
  const known = assigned.flatMap((group) => richById.get(group.id) ?? []);
  if (ofPair.length === 0) return known;
  return allOrNothing(known, options, async (group, scoped) => {
    const ask = {
      groupId: group.id,
      resourceId,
      attrNames: ofPair,
      workWithGroupAttributes: false,
    };
    const attributes: Attribute[] = await client.getAttributes(ask, scoped);
    return { ...group, attributes: [...group.attributes, ...attributes] };
  });
}

/** Runs all at once (the client bounds how many are under way); the first failure stops the others. */
async function allOrNothing<T, R>(
  items: readonly T[],
  options: CallOptions,
  work: (item: T, scoped: CallOptions) => Promise<R>,
): Promise<R[]> {
  const stop = new AbortController();
  const signals = options.signal === undefined ? [stop.signal] : [stop.signal, options.signal];
  const signal = AbortSignal.any(signals);
  try {
    return await Promise.all(items.map((item) => work(item, { ...options, signal })));
  } finally {
    stop.abort();
  }
}
