import type { WireObject } from '../rpc/wire.js';
import type {
  FacilityRow,
  GroupMemberRow,
  MemberRow,
  ResourceRow,
  UserExtSourceRow,
  UserRow,
  VoRow,
} from '../state/rows.js';

/** A facility. */
export function facilityBean(facility: FacilityRow): WireObject {
  const { id, stamp, name, description, uuid } = facility;
  return { id, ...stamp, name, description, uuid, beanName: 'Facility' };
}

/** A virtual organisation. */
export function voBean(vo: VoRow): WireObject {
  const { id, stamp, name, shortName, uuid } = vo;
  return { id, ...stamp, name, shortName, uuid, beanName: 'Vo' };
}

function resourceMembers(resource: ResourceRow): WireObject {
  const { id, stamp, facilityId, voId, name, description, uuid } = resource;
  return { id, ...stamp, facilityId, voId, name, description, uuid };
}

/** A resource. */
export function resourceBean(resource: ResourceRow): WireObject {
  return { ...resourceMembers(resource), beanName: 'Resource' };
}

/** A resource with what it belongs to. */
export function richResourceBean(
  resource: ResourceRow,
  vo: VoRow | undefined,
  facility: FacilityRow | undefined,
): WireObject {
  return {
    ...resourceMembers(resource),
    vo: vo === undefined ? null : voBean(vo),
    facility: facility === undefined ? null : facilityBean(facility),
    resourceTags: [],
    beanName: 'RichResource',
  };
}

function userMembers(user: UserRow): WireObject {
  return {
    id: user.id,
    ...user.stamp,
    firstName: user.firstName,
    lastName: user.lastName,
    middleName: null,
    titleBefore: null,
    titleAfter: null,
    serviceUser: user.serviceUser,
    sponsoredUser: false,
    specificUser: user.serviceUser,
    majorSpecificType: user.serviceUser ? 'SERVICE' : 'NORMAL',
    uuid: user.uuid,
  };
}

/** A person or a service. */
export function userBean(user: UserRow): WireObject {
  return { ...userMembers(user), beanName: 'User' };
}

/** A user with its external identities; attributes only where they were asked for. */
export function richUserBean(
  user: UserRow,
  extSources: readonly UserExtSourceRow[] | null,
  attributes: WireObject['any'] = null,
): WireObject {
  return {
    ...userMembers(user),
    userExtSources: extSources?.map(userExtSourceBean) ?? null,
    userAttributes: attributes,
    beanName: 'RichUser',
  };
}

/** An identity of a user at an external source. */
export function userExtSourceBean(row: UserExtSourceRow): WireObject {
  return {
    id: row.id,
    ...row.stamp,
    login: row.login,
    userId: row.userId,
    loa: 0,
    persistent: true,
    lastAccess: row.stamp.modifiedAt,
    extSource: {
      id: row.id,
      ...row.stamp,
      name: row.extSourceName,
      type: row.extSourceType,
      beanName: 'ExtSource',
    },
    beanName: 'UserExtSource',
  };
}

function memberMembers(member: MemberRow, inGroup: GroupMemberRow | undefined): WireObject {
  const groupStatuses =
    inGroup === undefined ? {} : { [String(inGroup.groupId)]: inGroup.groupStatus };
  return {
    id: member.id,
    ...member.stamp,
    userId: member.userId,
    voId: member.voId,
    status: member.status,
    membershipType: inGroup?.membershipType ?? 'NOT_DEFINED',
    dualMembership: false,
    sourceGroupId: inGroup?.sourceGroupId ?? null,
    sponsored: false,
    groupStatus: inGroup?.groupStatus ?? 'VALID',
    groupStatuses,
  };
}

/** A member of a VO, seen from a group or not. */
export function memberBean(member: MemberRow, inGroup?: GroupMemberRow): WireObject {
  return { ...memberMembers(member, inGroup), beanName: 'Member' };
}

/** A member with its user. */
export function richMemberBean(
  member: MemberRow,
  inGroup: GroupMemberRow | undefined,
  user: UserRow | undefined,
  extSources: readonly UserExtSourceRow[],
): WireObject {
  return {
    ...memberMembers(member, inGroup),
    user: user === undefined ? null : userBean(user),
    userExtSources: extSources.map(userExtSourceBean),
    userAttributes: null,
    memberAttributes: null,
    beanName: 'RichMember',
  };
}
