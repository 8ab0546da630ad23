import { assignmentEvent, groupEvent, membershipEvent } from '../audit/events.js';
import { checkedError, internalError, runtimeError } from '../rpc/perun-error.js';
import type { Attributes } from './attributes.js';
import { groupSubject, type Perun } from './perun.js';
import { assignmentKey, groupMemberKey, uuidFor } from './perun-state.js';
import type { AssignmentStatus, GroupRow, MemberRow, ResourceRow } from './rows.js';

export { groupSubject };

/** The system group that every VO has; it holds all members. */
export const MEMBERS_GROUP = 'members';

const STRICT_NAME = /^[-a-zA-Z.0-9_ ]+([:][-a-zA-Z.0-9_ ]+)*$/;
const WIDE_NAME = /^[^:]+(:[^:]+)*$/;

/**
 * @throws InternalErrorException for null, IllegalArgumentException for characters that the instance
 *   does not allow
 */
export function checkGroupName(perun: Perun, name: string | null): asserts name is string {
  if (name === null) throw internalError("'name' is null");
  const pattern = perun.instance.groupNames === 'strict' ? STRICT_NAME : WIDE_NAME;
  if (!pattern.test(name)) {
    throw runtimeError(
      'IllegalArgumentException',
      `Wrong group name, ${name} must match ${pattern.source}`,
    );
  }
}

/** The system group of a VO. */
export function membersGroupOf(perun: Perun, voId: number): GroupRow {
  const group = perun.state.groups
    .where('vo', voId)
    .find(({ name, parentGroupId }) => name === MEMBERS_GROUP && parentGroupId === null);
  if (group === undefined) throw internalError(`VO ${voId} has no group ${MEMBERS_GROUP}`);
  return group;
}

/** The groups directly below a group. */
export function childrenOf(perun: Perun, groupId: number): readonly GroupRow[] {
  return perun.state.groups.where('parent', groupId);
}

/**
 * Makes a group.
 *
 * @param path the full name
 * @throws GroupExistsException
 */
export function createGroup(
  perun: Perun,
  group: {
    readonly voId: number;
    readonly parent: GroupRow | null;
    readonly path: string;
    readonly description: string | null;
  },
): GroupRow {
  checkGroupName(perun, group.path);
  demandFreeName(perun, group.voId, group.path);
  const id = perun.state.nextId('group');
  const row: GroupRow = {
    id,
    stamp: perun.stamp(),
    voId: group.voId,
    parentGroupId: group.parent?.id ?? null,
    name: group.path,
    description: group.description,
    uuid: uuidFor('group', id),
  };
  perun.state.write(perun.state.groups, id, row);
  const event = group.parent === null ? 'GroupCreatedInVo' : 'GroupCreatedAsSubgroup';
  perun.event(groupEvent(event, row));
  return row;
}

function demandFreeName(perun: Perun, voId: number, path: string): void {
  const taken = perun.state.groups.where('vo', voId).some(({ name }) => name === path);
  if (taken) {
    const text = `Group [${path}] already exists under VO [${voId}]`;
    throw checkedError('GroupExistsException', text, { group: null });
  }
}

/** Gives a group another full name, its subgroups with it, and another description. */
export function updateGroup(
  perun: Perun,
  group: GroupRow,
  change: { readonly path: string; readonly description: string | null },
): GroupRow {
  demandNoSystemGroup(group);
  checkGroupName(perun, change.path);
  if (change.path === group.name && change.description === group.description) return group;
  if (change.path !== group.name) demandFreeName(perun, group.voId, change.path);
  const row: GroupRow = {
    ...group,
    name: change.path,
    description: change.description,
    stamp: perun.restamp(group.stamp),
  };
  perun.state.write(perun.state.groups, group.id, row);
  renameChildren(perun, group, change.path);
  perun.event(groupEvent('GroupUpdated', row));
  return row;
}

function renameChildren(perun: Perun, group: GroupRow, path: string): void {
  for (const child of childrenOf(perun, group.id)) {
    const name = path + child.name.slice(group.name.length);
    renameChildren(perun, child, name);
    perun.state.write(perun.state.groups, child.id, { ...child, name });
  }
}

/** Moves a group below another one, or to the top. */
export function moveGroup(perun: Perun, group: GroupRow, destination: GroupRow | null): void {
  demandNoSystemGroup(group);
  const shortName = group.name.slice(group.name.lastIndexOf(':') + 1);
  const path = destination === null ? shortName : `${destination.name}:${shortName}`;
  demandFreeName(perun, group.voId, path);
  const row = { ...group, name: path, parentGroupId: destination?.id ?? null };
  renameChildren(perun, group, path);
  perun.state.write(perun.state.groups, group.id, row);
  perun.event(groupEvent('GroupMoved', row));
}

/** @throws RelationExistsException for a group with subgroups or members, unless `force` */
export function deleteGroup(
  perun: Perun,
  attributes: Attributes,
  group: GroupRow,
  force: boolean,
): void {
  demandNoSystemGroup(group);
  const children = childrenOf(perun, group.id);
  if (children.length > 0 && !force) {
    throw checkedError('RelationExistsException', `Group ${group.name} contains subgroups`);
  }
  const { state } = perun;
  if (state.groupMembers.where('group', group.id).length > 0 && !force) {
    throw checkedError('RelationExistsException', `Group ${group.name} contains members`);
  }
  for (const child of children) deleteGroup(perun, attributes, child, true);
  for (const { resourceId } of state.assignments.where('group', group.id)) {
    unassign(perun, attributes, group, perun.resource(resourceId));
  }
  attributes.wipe({ kind: 'group', groupId: group.id });
  for (const { memberId } of state.groupMembers.where('group', group.id)) {
    state.write(state.groupMembers, groupMemberKey(group.id, memberId), undefined);
  }
  for (const role of [
    ...state.roles.where('object', `Group/${group.id}`),
    ...state.roles.where('authorizedGroup', group.id),
  ]) {
    state.write(state.roles, role.id, undefined);
  }
  state.write(state.groups, group.id, undefined);
  perun.event(groupEvent('GroupDeleted', group));
}

function demandNoSystemGroup(group: GroupRow): void {
  if (group.name === MEMBERS_GROUP && group.parentGroupId === null) {
    throw runtimeError('IllegalArgumentException', 'The group members cannot be changed.');
  }
}

/** Puts a group onto a resource, or changes the status of its assignment. */
export function assign(
  perun: Perun,
  group: GroupRow,
  resource: ResourceRow,
  status: AssignmentStatus,
): void {
  const key = assignmentKey(group.id, resource.id);
  const before = perun.state.assignments.get(key);
  if (before?.status === status) return;
  const row = { groupId: group.id, resourceId: resource.id, status };
  perun.state.write(perun.state.assignments, key, row);
  if (status === 'ACTIVE') perun.event(assignmentEvent('GroupAssignedToResource', group, resource));
}

/**
 * Takes a group off a resource; all attributes of the pair go with it.
 *
 * @throws GroupNotDefinedOnResourceException
 */
export function unassign(
  perun: Perun,
  attributes: Attributes,
  group: GroupRow,
  resource: ResourceRow,
): void {
  const key = assignmentKey(group.id, resource.id);
  demandAssignment(perun, group, resource);
  perun.state.write(perun.state.assignments, key, undefined);
  attributes.removeAll({ kind: 'group_resource', groupId: group.id, resourceId: resource.id });
  perun.event(assignmentEvent('GroupRemovedFromResource', group, resource));
}

/** @throws GroupNotDefinedOnResourceException */
export function demandAssignment(perun: Perun, group: GroupRow, resource: ResourceRow): void {
  if (perun.state.assignments.get(assignmentKey(group.id, resource.id)) !== undefined) return;
  const text = `Group ${group.name} is not assigned to resource ${resource.name}`;
  throw checkedError('GroupNotDefinedOnResourceException', text);
}

/** @throws GroupResourceMismatchException when group and resource are of different VOs */
export function demandSameVo(group: GroupRow, resource: ResourceRow): void {
  if (group.voId === resource.voId) return;
  const text = `Group ${group.name} and resource ${resource.name} are not in the same VO`;
  throw checkedError('GroupResourceMismatchException', text);
}

/** Puts a member into a group; @throws AlreadyMemberException */
export function addMember(perun: Perun, group: GroupRow, member: MemberRow): void {
  const key = groupMemberKey(group.id, member.id);
  if (perun.state.groupMembers.get(key) !== undefined) {
    throw checkedError('AlreadyMemberException', `Member ${member.id} is in group ${group.name}`);
  }
  perun.state.write(perun.state.groupMembers, key, {
    groupId: group.id,
    memberId: member.id,
    membershipType: 'DIRECT',
    groupStatus: 'VALID',
    sourceGroupId: group.id,
  });
  perun.event(membershipEvent('DirectMemberAddedToGroup', member, group));
}

/** Takes a member out of a group; @throws NotGroupMemberException */
export function removeMember(perun: Perun, group: GroupRow, member: MemberRow): void {
  const key = groupMemberKey(group.id, member.id);
  if (perun.state.groupMembers.get(key) === undefined) {
    throw checkedError('NotGroupMemberException', `Member ${member.id} is not in ${group.name}`);
  }
  perun.state.write(perun.state.groupMembers, key, undefined);
  perun.event(membershipEvent('MemberRemovedFromGroupTotally', member, group));
}
