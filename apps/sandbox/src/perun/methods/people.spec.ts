import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CONFORMANCE_FIXTURE, startPerunSimulator, type PerunSimulator } from '../index.js';
import { StateBuilder } from '../fixtures/state-builder.js';
import { RpcCaller } from '../testing/rpc-caller.js';

let simulator: PerunSimulator;
let admin: RpcCaller;

/** The conformance fixture with people: 7 leads ProjectA, 8 does as a member of the group Foreign. */
const WITH_PEOPLE = {
  ...CONFORMANCE_FIXTURE,
  fill(state: PerunSimulator['state']) {
    CONFORMANCE_FIXTURE.fill(state);
    const builder = new StateBuilder(state, '2020-01-01 00:00:00', 'adm', 100);
    builder.user(7, { firstName: 'Ada', lastName: 'Lovelace', identities: [{ login: 'ada' }] });
    builder.user(8, { firstName: 'Ben', lastName: 'Bell', identities: [{ login: 'ben' }] });
    builder.member(70, 7, 100, 1);
    builder.member(80, 8, 200, 20);
    builder.intoGroup(10, 70);
    builder.intoGroup(21, 80);
    builder.role('GROUPADMIN', { userId: 7 }, { kind: 'Group', id: 10 });
    builder.role('GROUPADMIN', { groupId: 21 }, { kind: 'Group', id: 10 });
    builder.finish();
  },
};

beforeAll(async () => {
  simulator = await startPerunSimulator({ fixture: WITH_PEOPLE });
  admin = new RpcCaller(simulator);
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

function ids(body: unknown): readonly unknown[] {
  return (body as { id: unknown }[]).map(({ id }) => id);
}

describe('who leads a group', () => {
  it('are admins, direct ones and those of admin groups', async () => {
    const call = (method: string, more = {}) =>
      admin.ok(`groupsManager.${method}`, { group: 10, ...more });
    expect(ids(await call('getAdmins'))).toEqual([7, 8]);
    expect(ids(await call('getAdmins', { onlyDirectAdmins: true }))).toEqual([7]);
    expect(ids(await call('getDirectAdmins'))).toEqual([7]);
    expect(ids(await call('getAdminGroups'))).toEqual([21]);
    expect(await call('getRichAdmins')).toMatchObject([
      {
        id: 7,
        beanName: 'RichUser',
        userExtSources: [{ login: 'ada', userId: 7, extSource: { name: 'SANDBOX.EXAMPLE' } }],
      },
      { id: 8 },
    ]);
    expect(await admin.error('groupsManager.getGroupAdmins', { group: 10 })).toBe('UNKNOWN_METHOD');
  });

  it('are the same to authzResolver', async () => {
    const object = { complementaryObjectId: 10, complementaryObjectName: 'Group' };
    const params = { role: 'GROUPADMIN', ...object, onlyDirectAdmins: false };
    expect(ids(await admin.ok('authzResolver.getAdmins', params))).toEqual([7, 8]);
    expect(await admin.error('authzResolver.getAdmins', { ...params, role: 'KING' })).toBe(
      'WRONG_PARAMETER',
    );
  });

  it('change, and events say so', async () => {
    await admin.ok('groupsManager.removeAdmin', { group: 10, user: 7 });
    await admin.ok('groupsManager.addAdmin', { group: 11, authorizedGroup: 21 });
    expect(ids(await admin.ok('groupsManager.getAdmins', { group: 11 }))).toEqual([8]);
    expect(await admin.error('groupsManager.removeAdmin', { group: 10, user: 7 })).toBe(
      'UserNotAdminException',
    );
    const messages = await admin.ok('auditMessagesManager.getMessages', { count: 2 });
    expect(messages).toMatchObject([
      {
        event: {
          name: 'cz.metacentrum.perun.audit.events.AuthorizationEvents.RoleSetForGroup',
          role: 'GROUPADMIN',
          object: { id: 11 },
          group: { id: 21 },
        },
      },
      { event: { user: { id: 7 }, object: { id: 10 } }, actor: 'admin' },
    ]);
  });
});

describe('who is in a group', () => {
  it('are members with their user', async () => {
    expect(await admin.ok('groupsManager.getGroupRichMembers', { group: 10 })).toMatchObject([
      { id: 70, membershipType: 'DIRECT', groupStatuses: { 10: 'VALID' }, user: { id: 7 } },
    ]);
    expect(await admin.ok('membersManager.getMemberByUser', { vo: 100, user: 7 })).toMatchObject({
      id: 70,
      membershipType: 'NOT_DEFINED',
    });
    expect(await admin.error('membersManager.getMemberByUser', { vo: 100, user: 8 })).toBe(
      'MemberNotExistsException',
    );
  });

  it('come and go', async () => {
    const params = { group: 11, member: 70 };
    await admin.ok('groupsManager.addMember', params);
    expect(await admin.error('groupsManager.addMember', params)).toBe('AlreadyMemberException');
    const where = { user: 7, vo: 100 };
    const active = 'groupsManager.getGroupsWhereUserIsActiveMember';
    expect(ids(await admin.ok(active, where))).toEqual([1, 10, 11]);
    await admin.ok('groupsManager.removeMember', params);
    expect(ids(await admin.ok(active, where))).toEqual([1, 10]);
  });
});

describe('who calls', () => {
  it('is told with roles', async () => {
    expect(await admin.as('manager').ok('authzResolver.getPerunPrincipal')).toMatchObject({
      actor: 'manager',
      userId: 3,
      roles: { VOADMIN: { Vo: [100] } },
    });
    expect(await admin.as('manager').ok('authzResolver.getPrincipalRoleNames')).toEqual([
      'voadmin',
      'self',
    ]);
    expect(await admin.ok('authzResolver.keepAlive')).toBe('OK');
  });

  it('finds users by an identity', async () => {
    const by = (extSourceName: string, extLogin: string) => ({ extSourceName, extLogin });
    const method = 'usersManager.getUserByExtSourceNameAndExtLogin';
    expect(await admin.ok(method, by('SANDBOX.EXAMPLE', 'ada'))).toMatchObject({ id: 7 });
    expect(await admin.error(method, by('NOWHERE', 'ada'))).toBe('ExtSourceNotExistsException');
    expect(await admin.error(method, by('SANDBOX.EXAMPLE', 'x'))).toBe(
      'UserExtSourceNotExistsException',
    );
  });

  it('reads a VO by id as any user, by short name with a role there', async () => {
    const nobody = admin.as('nobody');
    expect(await nobody.ok('vosManager.getVoById', { id: 100 })).toMatchObject({ id: 100 });
    const byName = { shortName: 'denbi' };
    expect(await nobody.error('vosManager.getVoByShortName', byName)).toBe('PrivilegeException');
    expect(await admin.as('manager').ok('vosManager.getVoByShortName', byName)).toMatchObject({
      id: 100,
    });
  });
});

describe('which groups people are in', () => {
  const GROUP_NAMES = 'urn:perun:user:attribute-def:virt:groupNames';
  const membersOf = (vo: number, attrsNames: readonly string[]) => ({
    ...{ vo, attrsNames, allowedStatuses: ['VALID'] },
  });

  it('shows in an attribute of theirs, those of every organisation', async () => {
    const found = await admin.ok(
      'membersManager.getCompleteRichMembers',
      membersOf(100, [GROUP_NAMES]),
    );
    expect(found).toMatchObject([
      {
        user: { id: 7 },
        userExtSources: [{ login: 'ada' }],
        userAttributes: [
          { friendlyName: 'groupNames', value: ['denbi', 'denbi:ProjectA'], valueModifiedBy: null },
        ],
      },
    ]);
    expect(found).toHaveLength(1);
  });

  it('is shown to who may read the attribute in an organisation of the person', async () => {
    const manager = new RpcCaller(simulator, 'manager');
    const [ada] = (await manager.ok(
      'membersManager.getCompleteRichMembers',
      membersOf(100, [GROUP_NAMES]),
    )) as { userAttributes: unknown[] }[];
    expect(ada?.userAttributes).toHaveLength(1);
  });

  it('takes no unknown name, unlike other lists of names', async () => {
    const unknown = membersOf(100, ['urn:perun:user:attribute-def:virt:bogus']);
    expect(await admin.error('membersManager.getCompleteRichMembers', unknown)).toBe(
      'AttributeNotExistsException',
    );
  });
});
