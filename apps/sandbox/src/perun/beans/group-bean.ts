import type { WireObject } from '../rpc/wire.js';
import type { GroupRow } from '../state/rows.js';
import type { RichGroupWire } from './rich-group-wire.js';

/** A group; `shortName` is the last piece of its path. */
export function groupBean(group: GroupRow): WireObject {
  return { ...groupMembers(group), beanName: 'Group' };
}

/** The members of a group with attributes. */
export function richGroupMembers({ group, attributes }: RichGroupWire): WireObject {
  return { ...groupMembers(group), attributes, beanName: 'RichGroup' };
}

/** The members of a group without those that tell its kind. */
export function groupMembers(group: GroupRow): WireObject {
  return {
    id: group.id,
    ...group.stamp,
    voId: group.voId,
    parentGroupId: group.parentGroupId,
    name: group.name,
    shortName: shortNameOf(group.name),
    description: group.description,
    uuid: group.uuid,
  };
}

/** The last piece of a group's path. */
export function shortNameOf(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}
