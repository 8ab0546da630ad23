import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO_ACCOUNTS } from '../../oidc/demo-accounts.js';
import { demoGrants } from '../../cloud/demo-grants.js';
import { PROJECT_CATALOGUE } from '../../cloud/project-catalogue.js';
import { SITES } from '../../cloud/sites.js';
import { testWorld } from '../../testing/test-world.js';
import { PEOPLE, projectsOf, sandboxFixture, SANDBOX_VO } from '../index.js';
import { startPerunSimulator, type PerunSimulator } from '../simulator.js';
import { allAdmins } from '../state/people.js';
import { attribute, RpcCaller, TIMESTAMPS, USED } from '../testing/rpc-caller.js';

const world = testWorld();
let simulator: PerunSimulator;
let product: RpcCaller;

beforeAll(async () => {
  simulator = await startPerunSimulator({ fixture: sandboxFixture(world) });
  product = new RpcCaller(simulator, 'os-credits', 'os-credits');
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

function project(name: string) {
  const found = projectsOf(simulator).find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no group ${name}`);
  return found;
}

describe('the seed', () => {
  it('has every project with the grants of the cloud, as whole numbers', () => {
    const totals = new Map(PROJECT_CATALOGUE.map(({ name }) => [name, 0]));
    for (const grant of demoGrants(world.cloud, world.state.startedAtMs)) {
      totals.set(grant.project, (totals.get(grant.project) ?? 0) + Number(grant.credits));
    }
    const expected = [...totals].map(([name, total]) => [name, total === 0 ? null : String(total)]);
    const granted = projectsOf(simulator).map(({ name, granted: credits }) => [name, credits]);
    expect(new Map(granted as [string, string][])).toEqual(new Map(expected as [string, string][]));
  });

  it('has the sites as resources with the ids that readings carry', async () => {
    const resources = await product.ok('resourcesManager.getResources', { vo: SANDBOX_VO.id });
    expect(resources).toMatchObject(
      SITES.map(({ location, locationId }) => ({ id: Number(locationId), name: location })),
    );
    for (const { name, sites } of PROJECT_CATALOGUE) {
      expect(project(name).resources.map((resource) => resource.name)).toEqual(sites);
    }
  });

  it('gives demo accounts exactly the projects that their OpenID claims name', () => {
    for (const account of DEMO_ACCOUNTS) {
      const person = PEOPLE.find(({ subject }) => subject === account.sub);
      const isIn = (ids: readonly { readonly id: number }[]): boolean =>
        ids.some(({ id }) => id === person?.userId);
      const groups = PROJECT_CATALOGUE.map(({ name }) => simulator.perun.group(project(name).id));
      const leads = groups.filter((group) => isIn(allAdmins(simulator.perun, group)));
      expect(leads.map(({ name }) => name)).toEqual(account.leads);
      const member = groups.filter((group) => project(group.name).members.includes(account.name));
      expect(member.map(({ name }) => name)).toEqual([...account.leads, ...account.memberOf]);
    }
  });

  it('leaves no project without a lead or an address, and leads one by a group of admins', () => {
    for (const { name } of PROJECT_CATALOGUE) {
      expect(project(name).leads.length).toBeGreaterThan(0);
      expect(project(name).toEmail.length).toBeGreaterThan(0);
    }
    expect(project('wheat-pangenome')).toMatchObject({
      leads: ['Lea Lead'],
      adminGroups: ['wheat-steering'],
    });
  });

  it('is the same every time', async () => {
    const again = await startPerunSimulator({ fixture: sandboxFixture(testWorld()) });
    try {
      expect(projectsOf(again)).toEqual(projectsOf(simulator));
    } finally {
      await again.close();
    }
  });

  it("gives the product's account what a sync needs, and no more", async () => {
    const { id } = project('my-project');
    await product.ok('attributesManager.setAttributes', {
      group: id,
      resource: 8676,
      workWithGroupAttributes: true,
      attributes: [attribute(USED, '3.50'), attribute(TIMESTAMPS, { m: 't' })],
    });
    expect(await product.valueOf(USED, id)).toBe('3.50');
    await product.ok('groupsManager.getRichAdmins', { group: id });
    await product.ok('groupsManager.getGroupRichMembers', { group: id });
    await product.ok('auditMessagesManager.getMessagesByIdAndCount', { id: 1, count: 1 });
    expect(await product.error('groupsManager.deleteGroup', { group: id })).toBe(
      'PrivilegeException',
    );
    const [granted] = (await product.ok('attributesManager.getAttributes', {
      group: id,
      attrNames: ['urn:perun:group:attribute-def:opt:denbiCreditsGranted'],
    })) as { writable: boolean }[];
    expect(granted?.writable).toBe(false);
  });
});

describe('the controls', () => {
  const group = 'my-project';

  it.each([
    ['grant', { group, credits: '60000' }, { granted: '60000' }],
    ['grant', { group, credits: '' }, { granted: null }],
    ['used', { group, credits: '9', by: 'somebody' }, { used: '9', usedBy: 'somebody' }],
    ['emails', { group, emails: 'a@x.org, b@x.org' }, { toEmail: ['a@x.org', 'b@x.org'] }],
    [
      'add-lead',
      { group, login: 'nora.nobody' },
      { leads: expect.arrayContaining(['Nora Nobody']) },
    ],
    [
      'remove-member',
      { group, login: 'max.member' },
      { members: expect.not.arrayContaining(['Max Member']) },
    ],
    ['unassign', { group, resource: 'bielefeld' }, { resources: [] }],
    [
      'assign',
      { group, resource: 'giessen', status: 'INACTIVE' },
      { resources: expect.arrayContaining([{ name: 'giessen', status: 'INACTIVE' }]) },
    ],
  ])('%s %j', (name, body, expected) => {
    expect(simulator.control(name, body)).toMatchObject({ status: 200 });
    expect(project(group)).toMatchObject(expected);
  });

  it('remove a lead who has the right by a group of admins', () => {
    const lead = { group: 'wheat-pangenome', login: 'lea.lead' };
    expect(simulator.control('remove-lead', lead).status).toBe(200);
    expect(project('wheat-pangenome').leads).toEqual([]);
    expect(simulator.control('remove-lead', lead).status).toBe(404);
  });

  it('rename, add and remove groups, and many at once', () => {
    simulator.control('rename', { group, name: 'Über "uns"' });
    expect(project('Über "uns"').granted).not.toBeNull();
    simulator.control('add-group', {
      name: 'fresh',
      credits: '5',
      resource: '8675',
      lead: 'lea.lead',
    });
    expect(project('fresh')).toMatchObject({ granted: '5', leads: ['Lea Lead'] });
    simulator.control('remove-group', { group: 'fresh' });
    expect(simulator.control('remove-groups', { count: 20 }).body['removed']).toHaveLength(20);
    expect(projectsOf(simulator)).toHaveLength(PROJECT_CATALOGUE.length - 20);
    simulator.control('reset');
    expect(projectsOf(simulator)).toHaveLength(PROJECT_CATALOGUE.length);
  });

  it.each([
    ['grant', { group: 'none', credits: '1' }, 404, 'There is no group "none".'],
    ['grant', { credits: '1' }, 400, 'group: is missing'],
    ['faults', { kind: 'hunger' }, 400, /^kind: /],
    ['rename', { group, name: 'grün' }, 409, /^GroupExistsException/],
    ['nothing', {}, 404, 'There is no control "nothing".'],
  ])('%s %j answers %i', (name, body, status, message) => {
    const answer = simulator.control(name, body);
    expect(answer.status).toBe(status);
    expect(answer.body['message']).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
  });

  it('are on the port too, outside of the RPC path, but not for pages', async () => {
    const control = (headers: Record<string, string> = {}) =>
      fetch(`${simulator.url}/control/perun/faults`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ kind: 'mfa', method: 'groupsManager.*', count: 1 }),
      });
    expect((await control({ origin: 'http://elsewhere.example' })).status).toBe(403);
    expect((await control()).status).toBe(200);
    const listed = await fetch(`${simulator.url}/control/perun/faults`);
    expect(await listed.json()).toMatchObject({ faults: [{ kind: 'mfa', count: 1 }] });
    const reset = await fetch(`${simulator.url}/control/perun/reset`, { method: 'POST' });
    expect(reset.status).toBe(200);
    expect(simulator.faults.list()).toEqual([]);
  });
});
