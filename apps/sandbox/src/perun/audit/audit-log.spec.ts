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

interface Message {
  readonly id: number;
  readonly event: { readonly name: string };
}

async function since(id: number): Promise<readonly Message[]> {
  const params = { id, count: 100 };
  return (await admin.ok('auditMessagesManager.getMessagesByIdAndCount', params)) as Message[];
}

async function eventsSince(id: number): Promise<readonly string[]> {
  const prefix = 'cz.metacentrum.perun.audit.events.';
  return (await since(id)).map(({ event }) => event.name.replace(prefix, ''));
}

function setUsed(value: string): Promise<unknown> {
  const params = { group: 10, attribute: attribute(USED, value) };
  return admin.ok('attributesManager.setAttribute', params);
}

describe('the audit log', () => {
  it('carries the new value, who wrote it and when', async () => {
    await admin.as('manager').ok('attributesManager.setAttribute', {
      group: 10,
      attribute: attribute(USED, '99'),
    });
    expect(await since(0)).toMatchObject([
      {
        event: {
          name: 'cz.metacentrum.perun.audit.events.AttributesManagerEvents.AttributeSetForGroup',
          attribute: { friendlyName: 'denbiCreditsCurrent', value: '99' },
          group: { id: 10, beanName: 'Group' },
        },
        actor: 'manager',
        createdByUid: 3,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/),
      },
    ]);
  });

  it('has an event for every change, in the order of the commits', async () => {
    const pair = { group: 10, resource: 500 };
    await admin.ok('attributesManager.setAttribute', {
      ...pair,
      attribute: attribute(TIMESTAMPS, { a: 'b' }),
    });
    await admin.ok('attributesManager.removeAttribute', { ...pair, attribute: 3386 });
    await admin.ok('groupsManager.createGroup', { vo: 100, group: { name: 'N' } });
    await admin.ok('groupsManager.updateGroup', { group: { id: 11, name: 'B' } });
    await admin.ok('resourcesManager.assignGroupToResource', { group: 12, resource: 501 });
    await admin.ok('resourcesManager.removeGroupFromResource', { group: 12, resource: 501 });
    await admin.ok('groupsManager.deleteGroup', { group: 10, force: true });
    expect(await eventsSince(0)).toEqual([
      'AttributesManagerEvents.AttributeSetForGroupAndResource',
      'AttributesManagerEvents.AttributeRemovedForGroupAndResource',
      'GroupManagerEvents.GroupCreatedInVo',
      'GroupManagerEvents.GroupUpdated',
      'ResourceManagerEvents.GroupAssignedToResource',
      'ResourceManagerEvents.GroupRemovedFromResource',
      'GroupManagerEvents.GroupDeleted',
      'ResourceManagerEvents.GroupRemovedFromResource',
      'GroupManagerEvents.GroupDeleted',
    ]);
  });

  it('knows nothing of a transaction that was rolled back', async () => {
    const attributes = [attribute(USED, '99'), attribute(USED, 5)];
    await admin.call('attributesManager.setAttributes', { group: 10, attributes });
    expect(await since(0)).toEqual([]);
    await setUsed('1');
    expect(await since(0)).toHaveLength(1);
  });

  it('ascends with gaps', async () => {
    for (let value = 1; value <= 12; value += 1) await setUsed(String(value));
    const ids = (await since(0)).map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((left, right) => left - right));
    expect(ids.at(-1)).toBeGreaterThan(12);
    expect(await admin.ok('auditMessagesManager.getLastMessageId')).toBe(ids.at(-1));
    expect((await since(ids[10] ?? 0)).map(({ id }) => id)).toEqual(ids.slice(10));
  });

  it('tests the count before the right', async () => {
    const method = 'auditMessagesManager.getMessagesByIdAndCount';
    const manager = admin.as('manager');
    expect(await manager.error(method, { id: 1, count: 0 })).toBe('WrongRangeOfCountException');
    expect(await manager.error(method, { id: 1, count: 1 })).toBe('PrivilegeException');
    expect(await admin.as('reader').ok(method, { id: 1, count: 1 })).toEqual([]);
  });

  it('moves a consumer while it is read', async () => {
    await setUsed('1');
    const consumer = { consumerName: 'c' };
    const poll = 'auditMessagesManager.pollConsumerMessages';
    expect(await admin.error(poll, consumer)).toBe('InternalErrorException');
    await admin.ok('auditMessagesManager.createAuditerConsumer', consumer);
    await setUsed('2');
    expect(await admin.ok(poll, consumer)).toHaveLength(1);
    expect(await admin.ok(poll, consumer)).toEqual([]);
    const rewound = { ...consumer, lastProcessedId: 0 };
    await admin.ok('auditMessagesManager.setLastProcessedId', rewound);
    expect(await admin.ok(poll, consumer)).toHaveLength(2);
    expect(await admin.ok('auditMessagesManager.getAllAuditerConsumers')).toEqual({ c: 2 });
  });

  it('pages by event', async () => {
    await setUsed('1');
    await admin.ok('groupsManager.createGroup', { vo: 100, group: { name: 'N' } });
    const query = {
      pageSize: 5,
      offset: 0,
      order: 'ASCENDING',
      selectedEvents: ['GroupCreatedInVo'],
    };
    expect(await admin.ok('auditMessagesManager.getMessagesPage', { query })).toMatchObject({
      data: [{ event: { group: { name: 'N' } } }],
      totalCount: 1,
    });
  });
});
