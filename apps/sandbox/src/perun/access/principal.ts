import { groupMemberKey, type PerunState } from '../state/perun-state.js';
import type { Role, RoleGrantRow, UserRow } from '../state/rows.js';

/** Who calls, as the front end tells Perun. */
export interface Principal {
  /** The login; `valueModifiedBy` and the audit log show it. */
  readonly login: string;
  readonly extSourceName: string;
  readonly extSourceType: string;
  /** `undefined`: known to the front end, not to Perun. */
  readonly user: UserRow | undefined;
  readonly roles: readonly RoleGrantRow[];
}

/** What a right is asked for; only the members that are known. */
export interface Subject {
  readonly voId?: number;
  readonly groupId?: number;
  readonly resourceId?: number;
  readonly facilityId?: number;
  readonly userId?: number;
  /** The VOs of a user; a role in one of them is a role on the user. */
  readonly voIds?: readonly number[];
}

/** The roles of a user: own ones, and those of the groups where the user is a valid member. */
export function rolesOf(state: PerunState, userId: number): readonly RoleGrantRow[] {
  const memberships = state.members
    .where('user', userId)
    .filter((member) => member.status === 'VALID')
    .flatMap((member) => state.groupMembers.where('member', member.id))
    .filter((row) => row.groupStatus === 'VALID');
  const byGroup = memberships.flatMap((row) => state.roles.where('authorizedGroup', row.groupId));
  return [...state.roles.where('user', userId), ...byGroup];
}

/** The user's valid membership in a group, or `undefined`. */
export function isActiveInGroup(state: PerunState, userId: number, groupId: number): boolean {
  return state.members
    .where('user', userId)
    .filter((member) => member.status === 'VALID')
    .some(
      (member) =>
        state.groupMembers.get(groupMemberKey(groupId, member.id))?.groupStatus === 'VALID',
    );
}

/** Whether the caller has PERUNADMIN, who may do everything. */
export function isPerunAdmin(principal: Principal): boolean {
  return principal.roles.some(({ role }) => role === 'PERUNADMIN');
}

/** Whether the caller may read everything. */
export function isObserver(principal: Principal): boolean {
  return principal.roles.some(({ role }) => role === 'PERUNADMIN' || role === 'PERUNOBSERVER');
}

/**
 * Whether the caller has one of the roles, where a role is bound to an object on that object.
 * PERUNADMIN has every role.
 */
export function hasRole(
  principal: Principal,
  allowed: readonly Role[],
  subject: Subject = {},
): boolean {
  if (isPerunAdmin(principal)) return true;
  if (allowed.includes('SELF') && isSelf(principal, subject)) return true;
  return principal.roles.some(
    ({ role, on }) => allowed.includes(role) && (on === null || isOn(subject, on)),
  );
}

/** SELF is the user asked for, or any known user where no user is asked for. */
function isSelf(principal: Principal, subject: Subject): boolean {
  if (principal.user === undefined) return false;
  return subject.userId === undefined || subject.userId === principal.user.id;
}

function isOn(subject: Subject, on: NonNullable<RoleGrantRow['on']>): boolean {
  if (on.kind === 'Vo' && subject.voIds?.includes(on.id) === true) return true;
  return idIn(subject, on.kind) === on.id;
}

function idIn(
  subject: Subject,
  kind: 'Vo' | 'Group' | 'Resource' | 'Facility',
): number | undefined {
  switch (kind) {
    case 'Vo':
      return subject.voId;
    case 'Group':
      return subject.groupId;
    case 'Resource':
      return subject.resourceId;
    case 'Facility':
      return subject.facilityId;
  }
}
