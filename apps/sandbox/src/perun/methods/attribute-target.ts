import { READ_GROUP, READ_RESOURCE, READ_USER, READ_VO } from '../access/policies.js';
import type { Subject } from '../access/principal.js';
import { rpcError } from '../rpc/perun-error.js';
import type { Holder } from '../state/attribute-holder.js';
import { demandSameVo } from '../state/groups.js';
import type { Role } from '../state/rows.js';
import type { MethodCall } from './method.js';

/** What an attribute call is about, chosen by which keys are there. */
export interface AttributeTarget {
  readonly holder: Holder;
  /** Also addressed when `workWithGroupAttributes` or `workWithUserAttributes` is true. */
  readonly companion: Holder | undefined;
  readonly readers: readonly Role[];
  readonly subject: Subject;
}

const ENTITY_KEYS = 'facility, vo, resource, member, user, group, host, key or userExtSource';

/**
 * The entity of an attribute call, in the order in which Perun tries the keys. Ids are looked up
 * before rights are checked; of a pair, the resource comes first.
 *
 * @throws MISSING_VALUE when there is none of the keys
 */
export function attributeTarget(call: MethodCall): AttributeTarget {
  const { args } = call;
  if (args.has('facility')) return facilityTarget(call);
  if (args.has('vo')) return voTarget(call);
  if (args.has('resource')) return resourceTarget(call);
  if (args.has('member')) return memberTarget(call);
  if (args.has('user')) return userTarget(call);
  if (args.has('group')) return groupTarget(call);
  throw rpcError('MISSING_VALUE', ENTITY_KEYS);
}

function facilityTarget({ args, perun }: MethodCall): AttributeTarget {
  const { id } = perun.facility(args.int('facility'));
  const holder = { kind: 'facility', facilityId: id } as const;
  return { holder, companion: undefined, readers: READ_RESOURCE, subject: { facilityId: id } };
}

function voTarget({ args, perun }: MethodCall): AttributeTarget {
  const { id } = perun.vo(args.int('vo'));
  const holder = { kind: 'vo', voId: id } as const;
  return { holder, companion: undefined, readers: READ_VO, subject: { voId: id } };
}

function userTarget({ args, perun }: MethodCall): AttributeTarget {
  const { id } = perun.user(args.int('user'));
  const holder = { kind: 'user', userId: id } as const;
  return { holder, companion: undefined, readers: READ_USER, subject: { userId: id } };
}

function groupTarget({ args, attributes, perun }: MethodCall): AttributeTarget {
  const holder = { kind: 'group', groupId: perun.group(args.int('group')).id } as const;
  const subject = attributes.subjectOf(holder);
  return { holder, companion: undefined, readers: READ_GROUP, subject };
}

function resourceTarget(call: MethodCall): AttributeTarget {
  const { args, attributes, perun } = call;
  const resource = perun.resource(args.int('resource'));
  if (args.has('member')) {
    const member = perun.member(args.int('member'));
    const holder = {
      kind: 'member_resource',
      memberId: member.id,
      resourceId: resource.id,
    } as const;
    const companion = { kind: 'user', userId: member.userId } as const;
    return { holder, companion, readers: READ_USER, subject: attributes.subjectOf(holder) };
  }
  if (args.has('group')) {
    const group = perun.group(args.int('group'));
    demandSameVo(group, resource);
    const holder = { kind: 'group_resource', groupId: group.id, resourceId: resource.id } as const;
    const companion = { kind: 'group', groupId: group.id } as const;
    return { holder, companion, readers: READ_GROUP, subject: attributes.subjectOf(holder) };
  }
  const holder = { kind: 'resource', resourceId: resource.id } as const;
  const subject = attributes.subjectOf(holder);
  return { holder, companion: undefined, readers: READ_RESOURCE, subject };
}

function memberTarget(call: MethodCall): AttributeTarget {
  const { args, attributes, perun } = call;
  const member = perun.member(args.int('member'));
  const companion = { kind: 'user', userId: member.userId } as const;
  const holder = args.has('group')
    ? ({
        kind: 'member_group',
        memberId: member.id,
        groupId: perun.group(args.int('group')).id,
      } as const)
    : ({ kind: 'member', memberId: member.id } as const);
  return { holder, companion, readers: READ_USER, subject: attributes.subjectOf(holder) };
}

/** Whether the call asks to work with the attributes of the companion too. */
export function worksWithCompanion({ args }: MethodCall): boolean {
  return ['workWithGroupAttributes', 'workWithUserAttributes'].some(
    (key) => args.has(key) && args.boolean(key),
  );
}

/** Whether the key is there at all: it chooses another overload even when it is false. */
export function namesCompanion({ args }: MethodCall): boolean {
  return args.has('workWithGroupAttributes') || args.has('workWithUserAttributes');
}
