import type { Holder } from './attribute-holder.js';
import { namespaceParts } from './attribute-holder.js';
import type { PerunState } from './perun-state.js';
import type { AttributeValue, DefinitionRow, ValueRow } from './rows.js';

/**
 * The value of a core attribute of a group, computed from the group itself; its `value*` members are
 * always null. `undefined`: no core attribute, or null.
 */
export function coreValue(
  state: PerunState,
  holder: Holder,
  definition: DefinitionRow,
): ValueRow | undefined {
  if (holder.kind !== 'group' || namespaceParts(definition.namespace).kind !== 'core') {
    return undefined;
  }
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
  if (value === null) return undefined;
  return {
    value,
    valueCreatedAt: null,
    valueCreatedBy: null,
    valueModifiedAt: null,
    valueModifiedBy: null,
  };
}
