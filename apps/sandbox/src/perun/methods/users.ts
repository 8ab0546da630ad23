import { READ_USER } from '../access/policies.js';
import { isActiveInGroup, rolesOf } from '../access/principal.js';
import { richUserBean, userBean, userExtSourceBean, voBean } from '../beans/entity-beans.js';
import { groupBean } from '../beans/group-bean.js';
import { checkedError } from '../rpc/perun-error.js';
import type { Wire } from '../rpc/wire.js';
import type { GroupRow, UserRow } from '../state/rows.js';
import { reads, type MethodCall, type MethodTable } from './method.js';
import { userAttributes } from './user-attributes.js';

/** Whoever has a right in a VO may read its users, and everybody may read themselves. */
export function demandUserRead(call: MethodCall, user: UserRow): void {
  const vos = call.perun.state.members.where('user', user.id).map(({ voId }) => voId);
  const subjects = [{ userId: user.id }, ...vos.map((voId) => ({ voId, userId: user.id }))];
  const roles = call.caller.roles.some(
    ({ role, on }) =>
      READ_USER.includes(role) && (on === null || (on.kind === 'Vo' && vos.includes(on.id))),
  );
  if (!roles) call.perun.demand(call.caller, READ_USER, subjects[0] ?? {}, call.operation);
}

function userForRead(call: MethodCall, param: string): UserRow {
  const user = call.perun.user(call.args.int(param));
  demandUserRead(call, user);
  return user;
}

function userByIdentity(call: MethodCall): Wire {
  const extSourceName = call.args.string('extSourceName');
  const extLogin = call.args.string('extLogin');
  const { state } = call.perun;
  const isSource = state.userExtSources.all().some((row) => row.extSourceName === extSourceName);
  if (!isSource) {
    throw checkedError('ExtSourceNotExistsException', `ExtSource name=${extSourceName ?? 'null'}`);
  }
  const identity = state.userExtSources
    .where('login', extLogin ?? '')
    .find((row) => row.extSourceName === extSourceName);
  if (identity === undefined) {
    const text = `UserExtSource ${extLogin ?? 'null'}@${extSourceName ?? 'null'}`;
    throw checkedError('UserExtSourceNotExistsException', text);
  }
  const user = call.perun.user(identity.userId);
  demandUserRead(call, user);
  return userBean(user);
}

function groupsWhereAdmin(call: MethodCall): Wire {
  const user = userForRead(call, 'user');
  const vo = call.args.has('vo') ? call.perun.vo(call.args.int('vo')) : undefined;
  const ids = rolesOf(call.perun.state, user.id)
    .filter(({ role, on }) => role === 'GROUPADMIN' && on?.kind === 'Group')
    .flatMap(({ on }) => on?.id ?? []);
  return groupsOf(call, [...new Set(ids)])
    .filter(({ voId }) => vo === undefined || voId === vo.id)
    .map(groupBean);
}

function groupsOf(call: MethodCall, ids: readonly number[]): readonly GroupRow[] {
  return ids.flatMap((id) => call.perun.state.groups.get(id) ?? []);
}

/** The groups that connect a user with a resource or a facility. */
function groupsWhereActive(call: MethodCall): Wire {
  const { args, perun } = call;
  const user = userForRead(call, 'user');
  const resources = args.has('resource')
    ? [perun.resource(args.int('resource'))]
    : perun.state.resources
        .all()
        .filter(({ facilityId }) => facilityId === perun.facility(args.int('facility')).id);
  const groups = resources
    .flatMap(({ id }) => perun.state.assignments.where('resource', id))
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ groupId }) => groupId)
    .filter((groupId) => isActiveInGroup(perun.state, user.id, groupId));
  return groupsOf(call, [...new Set(groups)]).map(groupBean);
}

function vosOf(call: MethodCall, ids: readonly number[]): Wire {
  return [...new Set(ids)].map((id) => voBean(call.perun.vo(id)));
}

/** usersManager. */
export const USERS: MethodTable = {
  getUserById: reads('UsM', 'id', (call) => userBean(userForRead(call, 'id'))),
  getUserByExtSourceNameAndExtLogin: reads('UsM', 'extSourceName, extLogin', userByIdentity),
  getUserExtSources: reads('UsM', 'user', (call) =>
    call.perun.state.userExtSources
      .where('user', userForRead(call, 'user').id)
      .map(userExtSourceBean),
  ),
  getRichUserWithAttributes: reads('UsM', 'user', (call) => {
    const user = userForRead(call, 'user');
    const identities = call.perun.state.userExtSources.where('user', user.id);
    return richUserBean(user, identities, userAttributes(call, user, null));
  }),
  getVosWhereUserIsAdmin: reads('UsM', 'user', (call) =>
    vosOf(
      call,
      rolesOf(call.perun.state, userForRead(call, 'user').id)
        .filter(({ role, on }) => role === 'VOADMIN' && on?.kind === 'Vo')
        .flatMap(({ on }) => on?.id ?? []),
    ),
  ),
  getVosWhereUserIsMember: reads('UsM', 'user', (call) =>
    vosOf(
      call,
      call.perun.state.members.where('user', userForRead(call, 'user').id).map(({ voId }) => voId),
    ),
  ),
  getGroupsWhereUserIsAdmin: reads('UsM', 'user, vo?', groupsWhereAdmin),
  getGroupsWhereUserIsActive: reads('UsM', 'user, resource | facility', groupsWhereActive),
};
