import { WRITE_GROUP, WRITE_VO } from '../access/policies.js';
import { groupBean } from '../beans/group-bean.js';
import { isList, JsonNumber, type JsonValue } from '../rpc/json-text.js';
import { internalError, rpcError } from '../rpc/perun-error.js';
import type { Wire } from '../rpc/wire.js';
import {
  addMember,
  createGroup,
  deleteGroup,
  moveGroup,
  removeMember,
  updateGroup,
} from '../state/groups.js';
import { isInGroup } from '../state/people.js';
import { groupSubject } from '../state/perun.js';
import type { GroupRow } from '../state/rows.js';
import { writes, type MethodCall, type MethodTable } from './method.js';

interface GroupInput {
  readonly id: number | undefined;
  readonly name: string | null;
  readonly description: string | null;
}

/** A Group bean as a caller sends it. */
function groupInput(json: JsonValue): GroupInput {
  if (json === null) throw internalError('Group is null');
  if (typeof json !== 'object' || json instanceof JsonNumber || isList(json)) {
    throw rpcError('CANNOT_DESERIALIZE_VALUE', 'group as Group');
  }
  const text = (name: string): string | null => {
    const value = json.get(name);
    return typeof value === 'string' ? value : null;
  };
  const id = json.get('id');
  return {
    id: id instanceof JsonNumber ? id.int32 : undefined,
    // A new group is sent with its short name; an existing one has the path in `name`.
    name: text('name') ?? text('shortName'),
    description: text('description'),
  };
}

function create(call: MethodCall): Wire {
  const { args, caller, perun } = call;
  const wanted = wantedGroup(call);
  if (!args.has('parentGroup') && !args.has('vo')) {
    throw rpcError('MISSING_VALUE', 'vo or parentGroup');
  }
  const parent = args.has('parentGroup') ? perun.group(args.int('parentGroup')) : null;
  const voId = parent?.voId ?? perun.vo(args.int('vo')).id;
  if (wanted.name === null) throw internalError("'name' is null");
  if (parent === null) perun.demand(caller, WRITE_VO, { voId }, call.operation);
  else perun.demand(caller, WRITE_GROUP, groupSubject(parent), call.operation);
  const path = parent === null ? wanted.name : `${parent.name}:${wanted.name}`;
  return groupBean(createGroup(perun, { voId, parent, path, description: wanted.description }));
}

/** A bean, or name and description by themselves. */
function wantedGroup({ args }: MethodCall): GroupInput {
  if (args.has('group')) return groupInput(args.json('group'));
  if (!args.has('name') || !args.has('description')) {
    throw rpcError('MISSING_VALUE', 'group or (name and description)');
  }
  return { id: undefined, name: args.string('name'), description: args.string('description') };
}

function update(call: MethodCall): Wire {
  const { args, caller, perun } = call;
  const wanted = groupInput(args.json('group'));
  const group = perun.group(wanted.id ?? 0);
  perun.demand(caller, WRITE_GROUP, groupSubject(group), call.operation);
  const parentPath = group.name.slice(0, group.name.lastIndexOf(':') + 1);
  const shortName = (wanted.name ?? group.name).split(':').at(-1) ?? '';
  const path = parentPath + shortName;
  return groupBean(updateGroup(perun, group, { path, description: wanted.description }));
}

/** The group of a call that changes it; looked up before rights are checked. */
export function groupForWrite(call: MethodCall, param = 'group'): GroupRow {
  const group = call.perun.group(call.args.int(param));
  call.perun.demand(call.caller, WRITE_GROUP, groupSubject(group), call.operation);
  return group;
}

function remove(call: MethodCall): undefined {
  const group = groupForWrite(call);
  const force = call.args.has('force') && call.args.boolean('force');
  deleteGroup(call.perun, call.attributes, group, force);
}

function move(call: MethodCall): undefined {
  const { args, perun } = call;
  const destination = args.has('destinationGroup')
    ? perun.group(args.int('destinationGroup'))
    : null;
  moveGroup(perun, groupForWrite(call, 'movingGroup'), destination);
}

function membersOf(call: MethodCall): readonly number[] {
  return call.args.has('members') ? (call.args.ints('members') ?? []) : [call.args.int('member')];
}

function changeMembers(
  call: MethodCall,
  change: (group: GroupRow, member: ReturnType<MethodCall['perun']['member']>) => void,
): undefined {
  const group = call.perun.group(call.args.int('group'));
  const members = membersOf(call).map((id) => call.perun.member(id));
  call.perun.demand(call.caller, WRITE_GROUP, groupSubject(group), call.operation);
  for (const member of members) change(group, member);
}

const add = (call: MethodCall): undefined =>
  changeMembers(call, (group, member) => addMember(call.perun, group, member));
/** Of many, those who are in the group already are skipped. */
const addMany = (call: MethodCall): undefined =>
  changeMembers(call, (group, member) => {
    if (!isInGroup(call.perun, group, member)) addMember(call.perun, group, member);
  });
const takeOut = (call: MethodCall): undefined =>
  changeMembers(call, (group, member) => removeMember(call.perun, group, member));

/** groupsManager: changing groups and who is in them. */
export const GROUP_WRITES: MethodTable = {
  createGroup: writes('GrM, GrE', 'parentGroup | vo, group | name, description', create),
  updateGroup: writes('GrM, GrE', 'group', update),
  deleteGroup: writes('GrM, GrE', 'group, force?', remove),
  moveGroup: writes('GrM, GrE', 'destinationGroup?, movingGroup', move),
  addMember: writes('GrM, GrE', 'group, member', add),
  addMembers: writes('GrM, GrE', 'group, members', addMany),
  removeMember: writes('GrM, GrE', 'group, member', takeOut),
  removeMembers: writes('GrM, GrE', 'group, members', takeOut),
};
