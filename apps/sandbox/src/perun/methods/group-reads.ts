import { hasRole } from '../access/principal.js';
import { OBSERVE, READ_GROUP, READ_RESOURCE, READ_VO } from '../access/policies.js';
import type { AttributeWire } from '../beans/attribute-wire.js';
import { voBean } from '../beans/entity-beans.js';
import { groupBean } from '../beans/group-bean.js';
import { RichGroupWire } from '../beans/rich-group-wire.js';
import { checkedError } from '../rpc/perun-error.js';
import { LazyList, type Wire } from '../rpc/wire.js';
import { checkGroupName, membersGroupOf } from '../state/groups.js';
import { groupSubject, resourceSubject } from '../state/perun.js';
import type { GroupRow } from '../state/rows.js';
import { reads, type MethodCall, type MethodTable } from './method.js';

/** The groups that the caller may see, in the order in which Perun's database gives them. */
export function readableGroups(call: MethodCall, groups: readonly GroupRow[]): readonly GroupRow[] {
  return groups
    .filter((group) => hasRole(call.caller, READ_GROUP, groupSubject(group)))
    .sort(byNameIgnoringCase);
}

function byNameIgnoringCase(left: GroupRow, right: GroupRow): number {
  const [a, b] = [left.name.toLowerCase(), right.name.toLowerCase()];
  return a < b ? -1 : a > b ? 1 : left.id - right.id;
}

function groupsWire(call: MethodCall, groups: readonly GroupRow[]): Wire {
  return LazyList.of(readableGroups(call, groups), groupBean);
}

function groupForRead(call: MethodCall, param: string): GroupRow {
  const group = call.perun.group(call.args.int(param));
  call.perun.demand(call.caller, READ_GROUP, groupSubject(group), call.operation);
  return group;
}

function groupsOfVo(call: MethodCall): readonly GroupRow[] {
  const vo = call.perun.vo(call.args.int('vo'));
  call.perun.demand(call.caller, [...READ_VO, 'GROUPADMIN'], { voId: vo.id }, call.operation);
  return call.perun.state.groups.where('vo', vo.id);
}

/** Names given: all of them, unset ones too. No names: whatever is set. */
export function groupAttributes(
  call: MethodCall,
  group: GroupRow,
  names: readonly (string | null)[] | null,
): readonly AttributeWire[] {
  return groupAttributeReader(call, names)(group);
}

/** Reads the same attributes of many groups: names are looked up once. */
function groupAttributeReader(
  call: MethodCall,
  names: readonly (string | null)[] | null,
): (group: GroupRow) => readonly AttributeWire[] {
  const { attributes, caller } = call;
  const definitions = names === null ? null : attributes.definitionsNamed('group', names);
  return ({ id }) => {
    const holder = { kind: 'group', groupId: id } as const;
    return definitions === null
      ? attributes.nonEmpty(caller, holder, ['core', 'def', 'opt', 'virt'])
      : attributes.readable(caller, holder, definitions);
  };
}

/** A list of names that may be left out. */
export function optionalNames(call: MethodCall, param = 'attrNames') {
  return call.args.has(param) ? call.args.strings(param) : null;
}

function richGroups(
  call: MethodCall,
  groups: readonly GroupRow[],
  names: readonly (string | null)[] | null,
): Wire {
  const attributesOf = groupAttributeReader(call, names);
  return LazyList.of(
    readableGroups(call, groups),
    (group) => new RichGroupWire(group, attributesOf(group)),
  );
}

/** All groups below a group, at every depth. */
export function subtreeOf(call: MethodCall, groupId: number): readonly GroupRow[] {
  const children = call.perun.state.groups.where('parent', groupId);
  return children.flatMap((child) => [child, ...subtreeOf(call, child.id)]);
}

function groupByName(call: MethodCall): Wire {
  const vo = call.perun.vo(call.args.int('vo'));
  const name = call.args.string('name');
  checkGroupName(call.perun, name);
  const group = call.perun.state.groups
    .where('vo', vo.id)
    .find((candidate) => candidate.name === name);
  if (group === undefined) {
    const text = `Group name=${name}, vo id=${vo.id}`;
    throw checkedError('GroupNotExistsException', text, { group: null });
  }
  call.perun.demand(call.caller, READ_GROUP, groupSubject(group), call.operation);
  return groupBean(group);
}

function groupByUuid(call: MethodCall): Wire {
  const uuid = call.args.string('uuid');
  const group = call.perun.state.groups.all().find((candidate) => candidate.uuid === uuid);
  if (group === undefined) {
    const text = `Group uuid=${uuid ?? 'null'}`;
    throw checkedError('GroupNotExistsException', text, { group: null });
  }
  call.perun.demand(call.caller, READ_GROUP, groupSubject(group), call.operation);
  return groupBean(group);
}

function allRichGroupsOfVo(call: MethodCall): Wire {
  const groups = groupsOfVo(call);
  const names = optionalNames(call);
  const sorted = readableGroups(call, groups);
  const from = call.args.has('fromIndex') ? call.args.int('fromIndex') : 0;
  const to = call.args.has('toIndex') ? call.args.int('toIndex') : sorted.length - 1;
  return richGroups(call, sorted.slice(from, to + 1), names);
}

function groupsOnResource(call: MethodCall): Wire {
  const { args, attributes, caller, perun } = call;
  const resource = perun.resource(args.int('resource'));
  const names = optionalNames(call);
  const member = args.has('member') ? perun.member(args.int('member')) : undefined;
  perun.demand(caller, READ_RESOURCE, resourceSubject(resource), call.operation);
  const groups = perun.state.assignments
    .where('resource', resource.id)
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ groupId }) => perun.group(groupId))
    .filter(
      ({ id }) =>
        member === undefined || perun.state.groupMembers.get(`${id}/${member.id}`) !== undefined,
    );
  const wantsAll = names === null || (names.length === 0 && member === undefined);
  const attributesOf = groupAttributeReader(call, wantsAll ? null : names);
  const pairDefinitions = wantsAll ? null : attributes.definitionsNamed('group_resource', names);
  return LazyList.of(
    groups.filter((group) => hasRole(caller, READ_GROUP, groupSubject(group))),
    (group) => {
      const pair = { kind: 'group_resource', groupId: group.id, resourceId: resource.id } as const;
      const ofPair =
        pairDefinitions === null
          ? attributes.nonEmpty(caller, pair, ['def', 'opt'])
          : attributes.readable(caller, pair, pairDefinitions);
      return new RichGroupWire(group, [...attributesOf(group), ...ofPair]);
    },
  );
}

function allRichGroups(call: MethodCall): Wire {
  const names = optionalNames(call);
  call.perun.demand(call.caller, OBSERVE, {}, call.operation);
  return richGroups(call, call.perun.state.groups.all(), names);
}

function richSubGroups(call: MethodCall, find: (group: GroupRow) => readonly GroupRow[]): Wire {
  const group = call.perun.group(call.args.int('group'));
  const names = call.args.strings('attrNames');
  call.perun.demand(call.caller, READ_GROUP, groupSubject(group), call.operation);
  return richGroups(call, find(group), names);
}

function parentGroup(call: MethodCall): Wire {
  const group = groupForRead(call, 'group');
  if (group.parentGroupId !== null) return groupBean(call.perun.group(group.parentGroupId));
  return groupBean(membersGroupOf(call.perun, group.voId));
}

/** groupsManager: looking up groups and their attributes. */
export const GROUP_READS: MethodTable = {
  getGroupById: reads('GrM, GrE', 'id', (call) => groupBean(groupForRead(call, 'id'))),
  getGroupByName: reads('GrM, GrE: full colon path', 'vo, name', groupByName),
  getGroupByUUID: reads('GrM, GrE', 'uuid', groupByUuid),
  getGroupsByIds: reads('GrM, GrE: unknown and unreadable dropped', 'ids', (call) => {
    const ids = call.args.ints('ids') ?? [];
    return groupsWire(
      call,
      ids.flatMap((id) => call.perun.state.groups.get(id) ?? []),
    );
  }),
  getGroups: reads('GrM, GrE: all depths, with members', 'vo', (call) =>
    groupsWire(call, groupsOfVo(call)),
  ),
  getAllGroups: reads('GrM, GrE', 'vo?', (call) =>
    groupsWire(call, call.args.has('vo') ? groupsOfVo(call) : call.perun.state.groups.all()),
  ),
  getAllRichGroupsWithAttributesByNames: reads(
    'GrM, GrE: group attributes only',
    'vo, attrNames?, roles?, types?, fromIndex?, toIndex?',
    allRichGroupsOfVo,
  ),
  getRichGroupsAssignedToResourceWithAttributesByNames: reads(
    'GrM, GrE, GrBl: ACTIVE assignments; group and group_resource attributes together',
    'resource, attrNames?, member?',
    groupsOnResource,
  ),
  getAllRichGroups: reads('GrM, GrE: all VOs', 'attrNames?', allRichGroups),
  getRichGroupByIdWithAttributesByNames: reads('GrM, GrE', 'groupId, attrNames?', (call) => {
    const group = groupForRead(call, 'groupId');
    return new RichGroupWire(group, groupAttributes(call, group, optionalNames(call)));
  }),
  getRichSubGroupsWithAttributesByNames: reads('GrM, GrE: one level', 'group, attrNames', (call) =>
    richSubGroups(call, ({ id }) => call.perun.state.groups.where('parent', id)),
  ),
  getAllRichSubGroupsWithAttributesByNames: reads(
    'GrM, GrE: whole subtree',
    'group, attrNames',
    (call) => richSubGroups(call, ({ id }) => subtreeOf(call, id)),
  ),
  getSubGroups: reads('GrM, GrE', 'parentGroup', (call) =>
    groupsWire(call, call.perun.state.groups.where('parent', groupForRead(call, 'parentGroup').id)),
  ),
  getAllSubGroups: reads('GrM, GrE', 'group', (call) =>
    groupsWire(call, subtreeOf(call, groupForRead(call, 'group').id)),
  ),
  getParentGroup: reads('GrM, GrBl: members group above the top', 'group', parentGroup),
  getVo: reads('GrM, GrE', 'group', (call) =>
    voBean(call.perun.vo(groupForRead(call, 'group').voId)),
  ),
};
