import { READ_GROUP, READ_RESOURCE, READ_VO } from '../access/policies.js';
import { rolesOf, type Principal, type Subject } from '../access/principal.js';
import { facilityBean, resourceBean, userBean, voBean } from '../beans/entity-beans.js';
import { groupBean } from '../beans/group-bean.js';
import { rpcError } from '../rpc/perun-error.js';
import type { Wire, WireObject } from '../rpc/wire.js';
import { activeUsers } from '../state/people.js';
import { groupSubject, resourceSubject } from '../state/perun.js';
import type { GroupRow, Role, RoleGrantRow, RoleObject, UserRow } from '../state/rows.js';
import { richUsers } from './group-people.js';
import { reads, type MethodCall, type MethodTable } from './method.js';

const ROLES: readonly string[] = [
  'PERUNADMIN',
  'PERUNOBSERVER',
  'AUDITCONSUMERADMIN',
  'VOADMIN',
  'VOOBSERVER',
  'GROUPADMIN',
  'GROUPOBSERVER',
  'RESOURCEADMIN',
  'SELF',
  'MEMBERSHIP',
] satisfies readonly Role[];

/** Roles with the objects they are bound to: `{"VOADMIN": {"Vo": [3]}, "PERUNADMIN": {}}`. */
function roleMap(principal: Principal): WireObject {
  const roles: Record<string, Record<string, number[]>> = {};
  const add = ({ role, on }: Pick<RoleGrantRow, 'role' | 'on'>): void => {
    const objects = (roles[role] ??= {});
    if (on !== null) (objects[on.kind] ??= []).push(on.id);
  };
  for (const grant of principal.roles) add(grant);
  const { user } = principal;
  return user === undefined ? roles : { ...roles, SELF: { User: [user.id] } };
}

function perunPrincipal({ caller, perun }: MethodCall): Wire {
  return {
    actor: caller.login,
    extSourceName: caller.extSourceName,
    extSourceType: caller.extSourceType,
    extSourceLoa: 0,
    user: caller.user === undefined ? null : userBean(caller.user),
    userId: caller.user?.id ?? -1,
    roles: roleMap(caller),
    rolesUpdatedAt: perun.instance.nowMs(),
    authzInitialized: true,
    referer: null,
    additionalInformations: new Map<string, string>(),
  };
}

function roleOf(name: string | null): Role {
  const upper = name?.toUpperCase() ?? '';
  if (!ROLES.includes(upper))
    throw rpcError('WRONG_PARAMETER', `Role with name ${upper} does not exist.`);
  return upper as Role;
}

const OBJECTS: Readonly<Record<RoleObject, (call: MethodCall, id: number) => Subject>> = {
  Group: ({ perun }, id) => groupSubject(perun.group(id)),
  Vo: ({ perun }, id) => ({ voId: perun.vo(id).id }),
  Resource: ({ perun }, id) => resourceSubject(perun.resource(id)),
  Facility: ({ perun }, id) => ({ facilityId: perun.facility(id).id }),
};

/** The grants of a role on one object, once the caller may see them. */
function grantsAsked(call: MethodCall): readonly RoleGrantRow[] {
  const role = roleOf(call.args.string('role'));
  const id = call.args.int('complementaryObjectId');
  const kind = call.args.string('complementaryObjectName') ?? '';
  if (!(kind in OBJECTS))
    throw rpcError('WRONG_PARAMETER', `Object with name ${kind} does not exist.`);
  const object = kind as RoleObject;
  const subject = OBJECTS[object](call, id);
  const readers = [...READ_GROUP, ...READ_VO, ...READ_RESOURCE];
  call.perun.demand(call.caller, readers, subject, call.operation);
  return call.perun.state.roles
    .where('object', `${object}/${id}`)
    .filter((grant) => grant.role === role);
}

function adminsAsked(call: MethodCall): readonly UserRow[] {
  const grants = grantsAsked(call);
  const onlyDirect = call.args.boolean('onlyDirectAdmins');
  const users = grants.flatMap(({ userId, groupId }) => {
    if (userId !== null) return [call.perun.user(userId)];
    return onlyDirect || groupId === null ? [] : activeUsers(call.perun, call.perun.group(groupId));
  });
  return [...new Map(users.map((user) => [user.id, user])).values()];
}

function adminGroupsAsked(call: MethodCall): readonly GroupRow[] {
  return grantsAsked(call).flatMap(({ groupId }) =>
    groupId === null ? [] : [call.perun.group(groupId)],
  );
}

/** Ids of the objects of a kind on which the caller, or a named user, has one of the roles. */
function objectIds(call: MethodCall, kind: RoleObject): readonly number[] {
  const roles = (call.args.strings('roles') ?? []).map(roleOf);
  const userId = call.args.has('user')
    ? call.perun.user(call.args.int('user')).id
    : call.caller.user?.id;
  const grants = userId === undefined ? [] : rolesOf(call.perun.state, userId);
  const ids = grants
    .filter(({ role, on }) => on?.kind === kind && (roles.length === 0 || roles.includes(role)))
    .flatMap(({ on }) => on?.id ?? []);
  return [...new Set(ids)];
}

/** authzResolver. */
export const AUTHZ_RESOLVER: MethodTable = {
  getPerunPrincipal: reads('AzM', '', perunPrincipal),
  getLoggedUser: reads('AzM', '', ({ caller }) =>
    caller.user === undefined ? null : userBean(caller.user),
  ),
  keepAlive: reads('AzM', '', () => 'OK'),
  getPrincipalRoleNames: reads('AzM: lower case', '', ({ caller }) => {
    const names = caller.roles.map(({ role }) => role.toLowerCase());
    return [...new Set(caller.user === undefined ? names : [...names, 'self'])];
  }),
  getAdmins: reads(
    'AzM',
    'role, complementaryObjectId, complementaryObjectName, onlyDirectAdmins',
    (call) => adminsAsked(call).map(userBean),
  ),
  getRichAdmins: reads(
    'AzM',
    'role, complementaryObjectId, complementaryObjectName, specificAttributes, allUserAttributes, onlyDirectAdmins',
    (call) =>
      richUsers(
        call,
        adminsAsked(call),
        call.args.strings('specificAttributes') ?? [],
        call.args.boolean('allUserAttributes'),
      ),
  ),
  getAdminGroups: reads('AzM', 'role, complementaryObjectId, complementaryObjectName', (call) =>
    adminGroupsAsked(call).map(groupBean),
  ),
  getVosWhereUserIsInRoles: reads('AzM', 'roles, user?', (call) =>
    objectIds(call, 'Vo').map((id) => voBean(call.perun.vo(id))),
  ),
  getGroupsWhereUserIsInRoles: reads('AzM', 'roles, user?', (call) =>
    objectIds(call, 'Group').map((id) => groupBean(call.perun.group(id))),
  ),
  getResourcesWhereUserIsInRoles: reads('AzM', 'roles, user?', (call) =>
    objectIds(call, 'Resource').map((id) => resourceBean(call.perun.resource(id))),
  ),
  getFacilitiesWhereUserIsInRoles: reads('AzM', 'roles, user?', (call) =>
    objectIds(call, 'Facility').map((id) => facilityBean(call.perun.facility(id))),
  ),
};
