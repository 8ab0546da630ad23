import type { Holder } from './attribute-holder.js';
import { namespaceParts } from './attribute-holder.js';
import type { PerunState } from './perun-state.js';
import type { AttributeValue, DefinitionRow, ValueRow } from './rows.js';

/** The user attribute that Perun computes from memberships. */
export const GROUP_NAMES = 'groupNames';

/** The value of an attribute that is computed; `undefined`: it is stored, or null. */
export function computedValue(
  state: PerunState,
  holder: Holder,
  definition: DefinitionRow,
): ValueRow | undefined {
  const { kind } = namespaceParts(definition.namespace);
  if (holder.kind === 'group' && kind === 'core') return coreValue(state, holder, definition);
  if (holder.kind === 'user' && kind === 'virt' && definition.friendlyName === GROUP_NAMES)
    return unstamped(groupNames(state, holder.userId));
  return undefined;
}

/**
 * `vo` and `vo:group` for every group in which the user is valid, whatever the state in the VO; the group
 * of all members stands for the VO alone (urn_perun_user_attribute_def_virt_groupNames).
 */
function groupNames(state: PerunState, userId: number): string[] {
  const names = new Set<string>();
  for (const member of state.members.where('user', userId)) {
    const vo = state.vos.get(member.voId)?.shortName ?? '';
    for (const { groupId, groupStatus } of state.groupMembers.where('member', member.id)) {
      if (groupStatus !== 'VALID') continue;
      names.add(vo);
      const group = state.groups.get(groupId);
      if (group !== undefined && group.name !== 'members') names.add(`${vo}:${group.name}`);
    }
  }
  return [...names].sort();
}

/**
 * The value of a core attribute of a group, computed from the group itself; its `value*` members are
 * always null. `undefined`: no core attribute, or null.
 */
function coreValue(
  state: PerunState,
  holder: Extract<Holder, { kind: 'group' }>,
  definition: DefinitionRow,
): ValueRow | undefined {
  const group = state.groups.get(holder.groupId);
  if (group === undefined) return undefined;
  const values: Readonly<Record<string, AttributeValue | null>> = {
    id: group.id,
    uuid: group.uuid,
    name: group.name,
    description: group.description,
    parentGroupId: group.parentGroupId,
  };
  const value = values[definition.friendlyName] ?? null;
  return value === null ? undefined : unstamped(value);
}

function unstamped(value: AttributeValue): ValueRow {
  return {
    value,
    valueCreatedAt: null,
    valueCreatedBy: null,
    valueModifiedAt: null,
    valueModifiedBy: null,
  };
}
