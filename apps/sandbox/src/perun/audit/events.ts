import { definitionBean } from '../beans/attribute-bean.js';
import type { AttributeWire } from '../beans/attribute-wire.js';
import { facilityBean, memberBean, resourceBean, userBean, voBean } from '../beans/entity-beans.js';
import { groupBean } from '../beans/group-bean.js';
import type { Wire } from '../rpc/wire.js';
import type { Holder, HolderKind } from '../state/attribute-holder.js';
import { urnOf, type PerunState } from '../state/perun-state.js';
import type {
  DefinitionRow,
  GroupRow,
  MemberRow,
  ResourceRow,
  Role,
  UserRow,
} from '../state/rows.js';
import type { AuditEvent } from './audit-log.js';

/** How the classes of attribute events name what the attribute belongs to. */
const EVENT_HOLDER: Readonly<Record<HolderKind, string>> = {
  group: 'Group',
  group_resource: 'GroupAndResource',
  resource: 'Resource',
  vo: 'Vo',
  user: 'User',
  member: 'Member',
  member_group: 'MemberAndGroup',
  member_resource: 'MemberAndResource',
  facility: 'Facility',
};

function attributeEvent(
  state: PerunState,
  holder: Holder,
  verb: string,
  attribute: { readonly name: string; readonly members: Readonly<Record<string, Wire>> },
): AuditEvent {
  const target = EVENT_HOLDER[holder.kind];
  return {
    event: `AttributesManagerEvents.${verb}For${target}`,
    message: `${verb}: ${attribute.name} for ${target} ${JSON.stringify(holder)}.`,
    members: { ...attribute.members, ...holderBeans(state, holder) },
  };
}

/** A value was set. */
export function attributeSetEvent(
  state: PerunState,
  holder: Holder,
  attribute: AttributeWire,
): AuditEvent {
  return attributeEvent(state, holder, 'AttributeSet', {
    name: urnOf(attribute.definition),
    members: { attribute },
  });
}

/** A value was removed; the event carries the definition. */
export function attributeRemovedEvent(
  state: PerunState,
  holder: Holder,
  definition: DefinitionRow,
): AuditEvent {
  return attributeEvent(state, holder, 'AttributeRemoved', {
    name: urnOf(definition),
    members: { attribute: definitionBean(definition, true) },
  });
}

/** All values of a holder were removed at once. */
export function allRemovedEvent(state: PerunState, holder: Holder): AuditEvent {
  return attributeEvent(state, holder, 'AllAttributesRemoved', {
    name: 'all attributes',
    members: {},
  });
}

function holderBeans(state: PerunState, holder: Holder): Readonly<Record<string, Wire>> {
  const beans: Record<string, Wire> = {};
  if ('groupId' in holder) {
    const group = state.groups.get(holder.groupId);
    if (group !== undefined) beans['group'] = groupBean(group);
  }
  if ('resourceId' in holder) {
    const resource = state.resources.get(holder.resourceId);
    if (resource !== undefined) beans['resource'] = resourceBean(resource);
  }
  if ('memberId' in holder) {
    const member = state.members.get(holder.memberId);
    if (member !== undefined) beans['member'] = memberBean(member);
  }
  if (holder.kind === 'vo') {
    const vo = state.vos.get(holder.voId);
    if (vo !== undefined) beans['vo'] = voBean(vo);
  }
  if (holder.kind === 'user') {
    const user = state.users.get(holder.userId);
    if (user !== undefined) beans['user'] = userBean(user);
  }
  if (holder.kind === 'facility') {
    const facility = state.facilities.get(holder.facilityId);
    if (facility !== undefined) beans['facility'] = facilityBean(facility);
  }
  return beans;
}

/** A group was made, changed, moved or removed. */
export function groupEvent(
  event:
    'GroupCreatedInVo' | 'GroupCreatedAsSubgroup' | 'GroupUpdated' | 'GroupMoved' | 'GroupDeleted',
  group: GroupRow,
  members: Readonly<Record<string, Wire>> = {},
): AuditEvent {
  return {
    event: `GroupManagerEvents.${event}`,
    message: `${event}: ${groupText(group)}.`,
    members: { group: groupBean(group), ...members },
  };
}

/** A group came onto a resource or left it. */
export function assignmentEvent(
  event: 'GroupAssignedToResource' | 'GroupRemovedFromResource',
  group: GroupRow,
  resource: ResourceRow,
): AuditEvent {
  return {
    event: `ResourceManagerEvents.${event}`,
    message: `${event}: ${groupText(group)}, Resource:[id=<${resource.id}>].`,
    members: { group: groupBean(group), resource: resourceBean(resource) },
  };
}

/** A member came into a group or left it. */
export function membershipEvent(
  event: 'DirectMemberAddedToGroup' | 'MemberRemovedFromGroupTotally',
  member: MemberRow,
  group: GroupRow,
): AuditEvent {
  return {
    event: `GroupManagerEvents.${event}`,
    message: `${event}: Member:[id=<${member.id}>], ${groupText(group)}.`,
    members: { member: memberBean(member), group: groupBean(group) },
  };
}

/** A role on a group was given or taken, to or from a user or all members of another group. */
export function roleEvent(
  change: 'Set' | 'Unset',
  role: Role,
  on: GroupRow,
  bearer: { readonly user: UserRow } | { readonly group: GroupRow },
): AuditEvent {
  const isUser = 'user' in bearer;
  return {
    event: `AuthorizationEvents.Role${change}For${isUser ? 'User' : 'Group'}`,
    message: `Role ${role} was ${change.toLowerCase()} on ${groupText(on)}.`,
    members: {
      object: groupBean(on),
      ...(isUser ? { user: userBean(bearer.user) } : { group: groupBean(bearer.group) }),
      role,
    },
  };
}

function groupText(group: GroupRow): string {
  return `Group:[id=<${group.id}>, voId=<${group.voId}>, name=<${group.name}>]`;
}
