import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startPerunSimulator, type PerunSimulator } from '../index.js';
import { attribute, RpcCaller, TIMESTAMPS, USED } from '../testing/rpc-caller.js';

let simulator: PerunSimulator;
let admin: RpcCaller;

beforeAll(async () => {
  simulator = await startPerunSimulator();
  admin = new RpcCaller(simulator);
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

function ids(body: unknown): readonly unknown[] {
  return (body as { id: unknown }[]).map(({ id }) => id);
}

describe('looking groups up', () => {
  it('gives every depth with the system group, sorted by name', async () => {
    expect(ids(await admin.ok('groupsManager.getGroups', { vo: 100 }))).toEqual([1, 10, 12, 11]);
    expect(ids(await admin.ok('groupsManager.getAllGroups'))).toHaveLength(6);
  });

  it('drops unknown ids, and groups that the caller may not see', async () => {
    const params = { ids: [10, 21, 999] };
    const all = ids(await admin.ok('groupsManager.getGroupsByIds', params));
    expect(new Set(all)).toEqual(new Set([10, 21]));
    const manager = admin.as('manager');
    expect(ids(await manager.ok('groupsManager.getGroupsByIds', params))).toEqual([10]);
  });

  it.each([
    [{ vo: 100, name: null }, 'InternalErrorException'],
    [{ vo: 100, name: 'grün' }, 'IllegalArgumentException'],
    [{ vo: 100, name: 'projecta' }, 'GroupNotExistsException'],
  ])('by name %j answers %s', async (params, error) => {
    expect(await admin.error('groupsManager.getGroupByName', params)).toBe(error);
  });

  it('is not for a user without a role, who still learns what there is', async () => {
    const nobody = admin.as('nobody');
    const byId = 'groupsManager.getGroupById';
    expect(await nobody.error(byId, { id: 10 })).toBe('PrivilegeException');
    expect(await nobody.error(byId, { id: 99 })).toBe('GroupNotExistsException');
  });

  it('walks the tree', async () => {
    expect(ids(await admin.ok('groupsManager.getSubGroups', { parentGroup: 10 }))).toEqual([12]);
    const parent = 'groupsManager.getParentGroup';
    expect(await admin.ok(parent, { group: 12 })).toMatchObject({ id: 10 });
    expect(await admin.ok(parent, { group: 10 })).toMatchObject({ id: 1, name: 'members' });
  });

  it('of a resource: without names all that is set, of the pair too', async () => {
    const method = 'groupsManager.getRichGroupsAssignedToResourceWithAttributesByNames';
    for (const params of [{ resource: 500 }, { resource: 500, attrNames: [] }]) {
      const [group] = (await admin.ok(method, params)) as {
        attributes: { friendlyName: string }[];
      }[];
      expect(group?.attributes.map(({ friendlyName }) => friendlyName)).toEqual(
        expect.arrayContaining(['denbiSecret', 'denbiCreditTimestamps', 'name']),
      );
    }
  });

  it('pages, and counts nothing past the end', async () => {
    const page = (offset: number) =>
      admin.ok('groupsManager.getGroupsPage', {
        vo: 100,
        query: { pageSize: 2, offset, order: 'DESCENDING', sortColumn: 'NAME' },
        attrNames: [USED],
      });
    expect(await page(0)).toMatchObject({
      data: [{ id: 11 }, { id: 12 }],
      totalCount: 4,
      pageSize: 2,
    });
    expect(await page(10)).toMatchObject({ data: [], totalCount: 0 });
  });
});

describe('changing groups', () => {
  it('makes, renames with subgroups, moves and deletes', async () => {
    const made = (await admin.ok('groupsManager.createGroup', {
      vo: 100,
      group: { name: 'New', description: 'd' },
    })) as { id: number };
    await admin.ok('groupsManager.createGroup', { parentGroup: made.id, group: { name: 'part' } });
    const renamed = { id: made.id, name: 'Newer', description: 'd' };
    await admin.ok('groupsManager.updateGroup', { group: renamed });
    const byName = { vo: 100, name: 'Newer:part' };
    expect(await admin.ok('groupsManager.getGroupByName', byName)).toMatchObject({
      parentGroupId: made.id,
    });
    const remove = 'groupsManager.deleteGroup';
    expect(await admin.error(remove, { group: made.id })).toBe('RelationExistsException');
    await admin.ok('groupsManager.moveGroup', { movingGroup: made.id, destinationGroup: 11 });
    expect(await admin.ok('groupsManager.getGroupById', { id: made.id })).toMatchObject({
      name: 'ProjectB:Newer',
    });
    await admin.ok(remove, { group: made.id, force: true });
    expect(await admin.error('groupsManager.getGroupById', { id: made.id })).toBe(
      'GroupNotExistsException',
    );
  });

  it('refuses taken names, wrong names and the system group', async () => {
    const create = 'groupsManager.createGroup';
    expect(await admin.error(create, { vo: 100, group: { name: 'ProjectA' } })).toBe(
      'GroupExistsException',
    );
    expect(await admin.error(create, { vo: 100, group: { name: 'ü' } })).toBe(
      'IllegalArgumentException',
    );
    expect(await admin.error('groupsManager.deleteGroup', { group: 1 })).toBe(
      'IllegalArgumentException',
    );
  });

  it('a deleted group leaves nothing behind', async () => {
    const { assignments, values } = simulator.state;
    await admin.ok('groupsManager.deleteGroup', { group: 10, force: true });
    expect(assignments.where('group', 10)).toEqual([]);
    expect([...values.entries()].filter(([key]) => String(key).startsWith('g10'))).toEqual([]);
  });
});

describe('resources', () => {
  it('lists only ACTIVE assignments, except where every status is asked for', async () => {
    expect(ids(await admin.ok('resourcesManager.getAssignedGroups', { resource: 500 }))).toEqual([
      10,
    ]);
    expect(await admin.ok('resourcesManager.getAssignedResources', { group: 11 })).toEqual([]);
    expect(
      await admin.ok('resourcesManager.getGroupAssignments', { resource: 500, attrNames: [USED] }),
    ).toMatchObject([
      { enrichedGroup: { group: { id: 10 }, attributes: [{ value: '12.5' }] }, status: 'ACTIVE' },
      { enrichedGroup: { group: { id: 11 } }, status: 'INACTIVE' },
    ]);
    expect(await admin.ok('resourcesManager.getResourceAssignments', { group: 11 })).toMatchObject([
      { enrichedResource: { resource: { id: 500 } }, status: 'INACTIVE', facility: { id: 700 } },
    ]);
  });

  it('taking a group off wipes the attributes of the pair', async () => {
    const pair = { group: 10, resource: 500 };
    await admin.ok('resourcesManager.removeGroupFromResource', pair);
    expect(await admin.ok('attributesManager.getAttributes', pair)).toEqual([]);
    expect(await admin.valueOf(USED)).toBe('12.5');
    expect(await admin.error('resourcesManager.removeGroupFromResource', pair)).toBe(
      'GroupNotDefinedOnResourceException',
    );
    await admin.ok('resourcesManager.assignGroupToResource', pair);
    expect(ids(await admin.ok('resourcesManager.getAssignedResources', { group: 10 }))).toEqual([
      500,
    ]);
  });

  it('activates by GET too, since that is not checked there', async () => {
    const path = 'json/resourcesManager/activateGroupResourceAssignment?group=11&resource=500';
    expect((await admin.send(path)).text).toBe('null');
    expect(
      ids(await admin.ok('resourcesManager.getAssignedGroups', { resource: 500 })),
    ).toHaveLength(2);
  });

  it('looks the resource up first, then the group, then rights', async () => {
    const params = { group: 99, resource: 99, attribute: attribute(TIMESTAMPS, {}) };
    const nobody = admin.as('nobody');
    const set = 'attributesManager.setAttribute';
    expect(await nobody.error(set, params)).toBe('ResourceNotExistsException');
    expect(await nobody.error(set, { ...params, resource: 500 })).toBe('GroupNotExistsException');
  });
});
