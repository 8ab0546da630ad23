import { READ_GROUP, READ_USER } from '../access/policies.js';
import { hasRole } from '../access/principal.js';
import { memberBean, richMemberBean, richUserBean, userBean } from '../beans/entity-beans.js';
import { groupBean } from '../beans/group-bean.js';
import { LazyList, type Wire } from '../rpc/wire.js';
import {
  activeUsers,
  addAdmin,
  adminGroups,
  allAdmins,
  directAdmins,
  memberOf,
  removeAdmin,
  type Bearer,
} from '../state/people.js';
import { groupSubject } from '../state/perun.js';
import type { GroupMemberRow, GroupRow, UserRow } from '../state/rows.js';
import { groupForWrite } from './group-writes.js';
import { reads, writes, type MethodCall, type MethodTable } from './method.js';
import { userAttributes } from './user-attributes.js';

function groupForRead(call: MethodCall): GroupRow {
  const group = call.perun.group(call.args.int('group'));
  call.perun.demand(call.caller, READ_GROUP, groupSubject(group), call.operation);
  return group;
}

function membershipsOf(
  call: MethodCall,
  keep: (row: GroupMemberRow) => boolean,
): readonly GroupMemberRow[] {
  const group = groupForRead(call);
  return call.perun.state.groupMembers.where('group', group.id).filter(keep);
}

function members(call: MethodCall, keep: (row: GroupMemberRow) => boolean = () => true): Wire {
  return LazyList.of(membershipsOf(call, keep), (row) =>
    memberBean(call.perun.member(row.memberId), row),
  );
}

function richMembers(call: MethodCall): Wire {
  const { state } = call.perun;
  return LazyList.of(
    membershipsOf(call, () => true),
    (row) => {
      const member = call.perun.member(row.memberId);
      const user = state.users.get(member.userId);
      return richMemberBean(member, row, user, state.userExtSources.where('user', member.userId));
    },
  );
}

/** Valid in the VO and in the group. */
function isActive(call: MethodCall, row: GroupMemberRow): boolean {
  return row.groupStatus === 'VALID' && call.perun.member(row.memberId).status === 'VALID';
}

function wantsDirectOnly({ args }: MethodCall): boolean {
  return args.has('onlyDirectAdmins') && args.boolean('onlyDirectAdmins');
}

function adminsOf(call: MethodCall, group: GroupRow): readonly UserRow[] {
  return wantsDirectOnly(call) ? directAdmins(call.perun, group) : allAdmins(call.perun, group);
}

/** Either the group alone, or all four parameters, as the RPC method distinguishes. */
function richAdmins(call: MethodCall): Wire {
  const group = groupForRead(call);
  const isLong = ['onlyDirectAdmins', 'specificAttributes', 'allUserAttributes'].some((key) =>
    call.args.has(key),
  );
  if (!isLong) return richUsers(call, allAdmins(call.perun, group), null, false);
  const onlyDirect = call.args.boolean('onlyDirectAdmins');
  const names = call.args.strings('specificAttributes');
  const wantsAll = call.args.boolean('allUserAttributes');
  const admins = onlyDirect ? directAdmins(call.perun, group) : allAdmins(call.perun, group);
  return richUsers(call, admins, names ?? [], wantsAll);
}

/** Users with identities; attributes by name, or all of them. */
export function richUsers(
  call: MethodCall,
  users: readonly UserRow[],
  names: readonly (string | null)[] | null,
  wantsAll: boolean,
): Wire {
  const { state } = call.perun;
  return users.map((user) => {
    const attributes = names === null ? null : userAttributes(call, user, wantsAll ? null : names);
    return richUserBean(user, state.userExtSources.where('user', user.id), attributes);
  });
}

function bearerOf(call: MethodCall): Bearer {
  const { args, perun } = call;
  return args.has('user')
    ? { user: perun.user(args.int('user')) }
    : { group: perun.group(args.int('authorizedGroup')) };
}

function changeAdmin(call: MethodCall, change: typeof addAdmin): undefined {
  // Both ids are looked up before rights are checked.
  call.perun.group(call.args.int('group'));
  const bearer = bearerOf(call);
  change(call.perun, groupForWrite(call), bearer);
}

function groupsWhereActive(call: MethodCall): Wire {
  const user = call.perun.user(call.args.int('user'));
  const vo = call.perun.vo(call.args.int('vo'));
  call.perun.demand(call.caller, READ_USER, { userId: user.id, voId: vo.id }, call.operation);
  const member = memberOf(call.perun, user.id, vo.id);
  if (member?.status !== 'VALID') return [];
  return call.perun.state.groupMembers
    .where('member', member.id)
    .filter(({ groupStatus }) => groupStatus === 'VALID')
    .map(({ groupId }) => groupBean(call.perun.group(groupId)));
}

/** groupsManager: who is in a group and who leads it. */
export const GROUP_PEOPLE: MethodTable = {
  getGroupMembers: reads('GrM, GrE: every status', 'group', (call) => members(call)),
  getGroupDirectMembers: reads('GrM, GrE', 'group', (call) =>
    members(call, ({ membershipType }) => membershipType === 'DIRECT'),
  ),
  getActiveGroupMembers: reads('GrM, GrE', 'group', (call) =>
    members(call, (row) => isActive(call, row)),
  ),
  getGroupMembersCount: reads(
    'GrM, GrE',
    'group',
    (call) => membershipsOf(call, () => true).length,
  ),
  getGroupRichMembers: reads('GrM, GrE', 'group', richMembers),
  getAdmins: reads('GrM, GrE: role GROUPADMIN', 'group, onlyDirectAdmins?', (call) =>
    adminsOf(call, groupForRead(call)).map(userBean),
  ),
  getDirectAdmins: reads('GrM, GrE', 'group', (call) =>
    directAdmins(call.perun, groupForRead(call)).map(userBean),
  ),
  getAdminGroups: reads('GrM, GrE', 'group', (call) =>
    adminGroups(call.perun, groupForRead(call)).map(groupBean),
  ),
  getRichAdmins: reads(
    'GrM, GrE',
    'group | group, onlyDirectAdmins, specificAttributes, allUserAttributes',
    richAdmins,
  ),
  getGroupsWhereUserIsActiveMember: reads('GrM, GrE', 'user, vo', groupsWhereActive),
  addAdmin: writes('GrM, GrE', 'group, user | group, authorizedGroup', (call) =>
    changeAdmin(call, addAdmin),
  ),
  removeAdmin: writes('GrM, GrE', 'group, user | group, authorizedGroup', (call) =>
    changeAdmin(call, removeAdmin),
  ),
};

/** Whether the caller may see a group at all. */
export function mayReadGroup(call: MethodCall, group: GroupRow): boolean {
  return hasRole(call.caller, READ_GROUP, groupSubject(group));
}

/** The ids of the users who are valid members of a group. */
export function activeUserIds(call: MethodCall, group: GroupRow): ReadonlySet<number> {
  return new Set(activeUsers(call.perun, group).map(({ id }) => id));
}
