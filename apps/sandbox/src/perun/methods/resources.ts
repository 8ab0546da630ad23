import {
  READ_GROUP,
  READ_RESOURCE,
  READ_USER,
  READ_VO,
  WRITE_RESOURCE,
} from '../access/policies.js';
import { hasRole } from '../access/principal.js';
import { facilityBean, resourceBean, richResourceBean } from '../beans/entity-beans.js';
import { groupBean } from '../beans/group-bean.js';
import { checkedError } from '../rpc/perun-error.js';
import { LazyList, type Wire } from '../rpc/wire.js';
import { assign, demandAssignment, demandSameVo, unassign } from '../state/groups.js';
import { groupSubject, resourceSubject } from '../state/perun.js';
import { assignmentKey, uuidFor } from '../state/perun-state.js';
import type { AssignmentRow, AssignmentStatus, GroupRow, ResourceRow } from '../state/rows.js';
import { groupAttributes, optionalNames } from './group-reads.js';
import { reads, writes, type MethodCall, type MethodTable } from './method.js';

function resourceForRead(call: MethodCall, param: string): ResourceRow {
  const resource = call.perun.resource(call.args.int(param));
  call.perun.demand(call.caller, READ_RESOURCE, resourceSubject(resource), call.operation);
  return resource;
}

function rich(call: MethodCall, resource: ResourceRow): Wire {
  const { facilities, vos } = call.perun.state;
  return richResourceBean(resource, vos.get(resource.voId), facilities.get(resource.facilityId));
}

function resourcesOfVo(call: MethodCall): readonly ResourceRow[] {
  const vo = call.perun.vo(call.args.int('vo'));
  call.perun.demand(call.caller, READ_VO, { voId: vo.id }, call.operation);
  return call.perun.state.resources.where('vo', vo.id);
}

function resourceByName(call: MethodCall): Wire {
  const { args, perun } = call;
  const [vo, facility] = [perun.vo(args.int('vo')), perun.facility(args.int('facility'))];
  const name = args.string('name');
  const resource = perun.state.resources
    .where('vo', vo.id)
    .find((candidate) => candidate.facilityId === facility.id && candidate.name === name);
  if (resource === undefined) {
    const text = `Resource with name ${name ?? 'null'} not exists`;
    throw checkedError('ResourceNotExistsException', text, { resource: null });
  }
  perun.demand(call.caller, READ_RESOURCE, resourceSubject(resource), call.operation);
  return resourceBean(resource);
}

function resourceAttributes(call: MethodCall, resource: ResourceRow): Wire {
  const holder = { kind: 'resource', resourceId: resource.id } as const;
  const names = optionalNames(call);
  return names === null
    ? call.attributes.nonEmpty(call.caller, holder, ['core', 'def', 'opt', 'virt'])
    : call.attributes.named(call.caller, holder, names);
}

/** The resources of a group, or of a member through its groups; ACTIVE assignments only. */
function assignedResources(call: MethodCall): readonly ResourceRow[] {
  const { args, perun } = call;
  const groupIds = args.has('member') ? groupIdsOfMember(call) : [groupForRead(call).id];
  const resourceIds = groupIds.flatMap((id) =>
    perun.state.assignments
      .where('group', id)
      .filter(({ status }) => status === 'ACTIVE')
      .map(({ resourceId }) => resourceId),
  );
  return [...new Set(resourceIds)].map((id) => perun.resource(id));
}

function groupIdsOfMember(call: MethodCall): readonly number[] {
  const member = call.perun.member(call.args.int('member'));
  const subject = { voId: member.voId, userId: member.userId };
  call.perun.demand(call.caller, READ_USER, subject, call.operation);
  return call.perun.state.groupMembers.where('member', member.id).map(({ groupId }) => groupId);
}

function groupForRead(call: MethodCall): GroupRow {
  const group = call.perun.group(call.args.int('group'));
  call.perun.demand(call.caller, READ_GROUP, groupSubject(group), call.operation);
  return group;
}

function assignedGroups(call: MethodCall): Wire {
  const resource = resourceForRead(call, 'resource');
  const member = call.args.has('member') ? call.perun.member(call.args.int('member')) : undefined;
  const rows = call.perun.state.assignments
    .where('resource', resource.id)
    .filter(({ status }) => status === 'ACTIVE')
    .filter(
      ({ groupId }) =>
        member === undefined ||
        call.perun.state.groupMembers.get(`${groupId}/${member.id}`) !== undefined,
    )
    .map(({ groupId }) => call.perun.group(groupId))
    .filter((group) => hasRole(call.caller, READ_GROUP, groupSubject(group)));
  return LazyList.of(rows, groupBean);
}

function assignmentMembers({ status }: AssignmentRow) {
  return { status, sourceGroupId: null, failureCause: null, autoAssignSubgroups: false };
}

function groupAssignments(call: MethodCall): Wire {
  const resource = resourceForRead(call, 'resource');
  const names = optionalNames(call);
  return LazyList.of(call.perun.state.assignments.where('resource', resource.id), (row) => {
    const group = call.perun.group(row.groupId);
    return {
      enrichedGroup: { group: groupBean(group), attributes: groupAttributes(call, group, names) },
      ...assignmentMembers(row),
    };
  });
}

function resourceAssignments(call: MethodCall): Wire {
  const group = groupForRead(call);
  return call.perun.state.assignments.where('group', group.id).map((row) => {
    const resource = call.perun.resource(row.resourceId);
    return {
      enrichedResource: {
        resource: resourceBean(resource),
        attributes: resourceAttributes(call, resource),
      },
      ...assignmentMembers(row),
      facility: facilityBean(call.perun.facility(resource.facilityId)),
      resourceTags: [],
    };
  });
}

function pairForWrite(call: MethodCall): { group: GroupRow; resource: ResourceRow } {
  const group = call.perun.group(call.args.int('group'));
  const resource = call.perun.resource(call.args.int('resource'));
  call.perun.demand(call.caller, WRITE_RESOURCE, resourceSubject(resource), call.operation);
  return { group, resource };
}

function assignGroup(call: MethodCall): undefined {
  const { group, resource } = pairForWrite(call);
  demandSameVo(group, resource);
  const key = assignmentKey(group.id, resource.id);
  if (call.perun.state.assignments.get(key)?.status === 'ACTIVE') {
    const text = `Group ${group.name} is assigned to ${resource.name} already`;
    throw checkedError('GroupAlreadyAssignedException', text);
  }
  const isInactive = call.args.has('assignInactive') && call.args.boolean('assignInactive');
  assign(call.perun, group, resource, isInactive ? 'INACTIVE' : 'ACTIVE');
}

function removeGroup(call: MethodCall): undefined {
  const { group, resource } = pairForWrite(call);
  unassign(call.perun, call.attributes, group, resource);
}

function setStatus(call: MethodCall, status: AssignmentStatus): null {
  const { group, resource } = pairForWrite(call);
  demandAssignment(call.perun, group, resource);
  assign(call.perun, group, resource, status);
  return null;
}

function createResource(call: MethodCall): Wire {
  const { args, perun } = call;
  const [vo, facility] = [perun.vo(args.int('vo')), perun.facility(args.int('facility'))];
  const name = args.string('name') ?? '';
  perun.demand(call.caller, ['VOADMIN'], { voId: vo.id }, call.operation);
  const id = perun.state.nextId('resource');
  const row: ResourceRow = {
    id,
    stamp: perun.stamp(),
    voId: vo.id,
    facilityId: facility.id,
    name,
    description: args.has('description') ? args.string('description') : null,
    uuid: uuidFor('resource', id),
  };
  perun.state.write(perun.state.resources, id, row);
  perun.event({
    event: 'ResourceManagerEvents.ResourceCreated',
    message: `Resource ${name} created.`,
    members: { resource: resourceBean(row) },
  });
  return resourceBean(row);
}

/** resourcesManager. */
export const RESOURCES: MethodTable = {
  getResourceById: reads('ReM, ReE', 'id', (call) => resourceBean(resourceForRead(call, 'id'))),
  getResourcesByIds: reads('ReM, ReE', 'ids', (call) =>
    (call.args.ints('ids') ?? [])
      .flatMap((id) => call.perun.state.resources.get(id) ?? [])
      .filter((resource) => hasRole(call.caller, READ_RESOURCE, resourceSubject(resource)))
      .map(resourceBean),
  ),
  getResourceByName: reads('ReM, ReE', 'vo, facility, name', resourceByName),
  getRichResourceById: reads('ReM, ReE', 'id', (call) => rich(call, resourceForRead(call, 'id'))),
  getResources: reads('ReM, ReE', 'vo', (call) => resourcesOfVo(call).map(resourceBean)),
  getRichResources: reads('ReM, ReE', 'vo', (call) =>
    resourcesOfVo(call).map((resource) => rich(call, resource)),
  ),
  getEnrichedResourcesForVo: reads('ReM, ReE', 'vo, attrNames?', (call) =>
    resourcesOfVo(call).map((resource) => ({
      resource: resourceBean(resource),
      attributes: resourceAttributes(call, resource),
    })),
  ),
  getAssignedResources: reads('ReM, ReBl: ACTIVE only', 'group | member', (call) =>
    assignedResources(call).map(resourceBean),
  ),
  getAssignedRichResources: reads('ReM, ReBl: ACTIVE only', 'group | member', (call) =>
    assignedResources(call).map((resource) => rich(call, resource)),
  ),
  getAssignedGroups: reads('ReM, ReBl: ACTIVE only', 'resource, member?', assignedGroups),
  getGroupAssignments: reads(
    'ReM, ReBl: every status; group attributes only',
    'resource, attrNames?',
    groupAssignments,
  ),
  getResourceAssignments: reads(
    'ReM, ReBl: every status',
    'group, attrNames?',
    resourceAssignments,
  ),
  assignGroupToResource: writes(
    'ReM, ReBl',
    'group, resource, async?, assignInactive?, autoAssignSubgroups?',
    assignGroup,
  ),
  removeGroupFromResource: writes(
    'ReM, ReBl: wipes the attributes of the pair',
    'group, resource',
    removeGroup,
  ),
  activateGroupResourceAssignment: reads(
    'ReM: writes, but GET is not refused',
    'group, resource, async?',
    (call) => setStatus(call, 'ACTIVE'),
  ),
  deactivateGroupResourceAssignment: reads(
    'ReM: writes, but GET is not refused',
    'group, resource',
    (call) => setStatus(call, 'INACTIVE'),
  ),
  createResource: writes('ReM, ReE', 'vo, facility, name, description?', createResource),
};
