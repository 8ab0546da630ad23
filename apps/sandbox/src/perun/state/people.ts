import { roleEvent } from '../audit/events.js';
import { checkedError } from '../rpc/perun-error.js';
import type { Perun } from './perun.js';
import { groupMemberKey } from './perun-state.js';
import type { GroupRow, MemberRow, Role, RoleGrantRow, UserRow } from './rows.js';

/** The role whose bearers lead a project. */
export const LEAD_ROLE: Role = 'GROUPADMIN';

/** Who a role is given to. */
export type Bearer = { readonly user: UserRow } | { readonly group: GroupRow };

function grantsOn(perun: Perun, group: GroupRow): readonly RoleGrantRow[] {
  return perun.state.roles
    .where('object', `Group/${group.id}`)
    .filter(({ role }) => role === LEAD_ROLE);
}

function isOf(grant: RoleGrantRow, bearer: Bearer): boolean {
  return 'user' in bearer ? grant.userId === bearer.user.id : grant.groupId === bearer.group.id;
}

/** Users who are admins of a group themselves. */
export function directAdmins(perun: Perun, group: GroupRow): readonly UserRow[] {
  return grantsOn(perun, group).flatMap(({ userId }) =>
    userId === null ? [] : [perun.user(userId)],
  );
}

/** Groups whose members are admins of a group. */
export function adminGroups(perun: Perun, group: GroupRow): readonly GroupRow[] {
  return grantsOn(perun, group).flatMap(({ groupId }) =>
    groupId === null ? [] : [perun.group(groupId)],
  );
}

/** Everybody who is an admin of a group, by an admin group too; each once, by id. */
export function allAdmins(perun: Perun, group: GroupRow): readonly UserRow[] {
  const byGroups = adminGroups(perun, group).flatMap((one) => activeUsers(perun, one));
  const users = [...directAdmins(perun, group), ...byGroups];
  return [...new Map(users.map((user) => [user.id, user])).values()].sort((a, b) => a.id - b.id);
}

/** The users who are valid members of a group. */
export function activeUsers(perun: Perun, group: GroupRow): readonly UserRow[] {
  return perun.state.groupMembers
    .where('group', group.id)
    .filter(({ groupStatus }) => groupStatus === 'VALID')
    .map(({ memberId }) => perun.member(memberId))
    .filter(({ status }) => status === 'VALID')
    .map(({ userId }) => perun.user(userId));
}

/** @throws AlreadyAdminException */
export function addAdmin(perun: Perun, group: GroupRow, bearer: Bearer): void {
  if (grantsOn(perun, group).some((grant) => isOf(grant, bearer))) {
    throw checkedError('AlreadyAdminException', `Already admin of group ${group.name}`);
  }
  const id = perun.state.nextId('role');
  perun.state.write(perun.state.roles, id, {
    id,
    role: LEAD_ROLE,
    on: { kind: 'Group', id: group.id },
    userId: 'user' in bearer ? bearer.user.id : null,
    groupId: 'group' in bearer ? bearer.group.id : null,
  });
  perun.event(roleEvent('Set', LEAD_ROLE, group, bearer));
}

/** @throws UserNotAdminException, GroupNotAdminException */
export function removeAdmin(perun: Perun, group: GroupRow, bearer: Bearer): void {
  const grant = grantsOn(perun, group).find((candidate) => isOf(candidate, bearer));
  if (grant === undefined) {
    const identity = 'user' in bearer ? 'UserNotAdminException' : 'GroupNotAdminException';
    throw checkedError(identity, `Not admin of group ${group.name}`);
  }
  perun.state.write(perun.state.roles, grant.id, undefined);
  perun.event(roleEvent('Unset', LEAD_ROLE, group, bearer));
}

/** A user's membership in a VO, or `undefined`. */
export function memberOf(perun: Perun, userId: number, voId: number): MemberRow | undefined {
  return perun.state.members.where('user', userId).find((member) => member.voId === voId);
}

/** Whether a member is in a group. */
export function isInGroup(perun: Perun, group: GroupRow, member: MemberRow): boolean {
  return perun.state.groupMembers.get(groupMemberKey(group.id, member.id)) !== undefined;
}
