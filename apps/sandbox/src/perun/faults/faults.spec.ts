import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startPerunSimulator, type FaultKind, type PerunSimulator } from '../index.js';
import { attribute, RpcCaller, USED } from '../testing/rpc-caller.js';
import { FaultPlan } from './fault-plan.js';

let simulator: PerunSimulator;
let admin: RpcCaller;

beforeAll(async () => {
  simulator = await startPerunSimulator();
  admin = new RpcCaller(simulator);
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

const read = () => admin.call('groupsManager.getGroups', { vo: 100 });
const write = () =>
  admin.call('attributesManager.setAttribute', { group: 10, attribute: attribute(USED, '1') });

describe('a fault', () => {
  it.each([
    [
      'internal-server-error',
      500,
      { type: 'UNCATCHED_EXCEPTION', errorInfo: 'NullPointerException' },
    ],
    ['mfa', 401, { name: 'MfaPrivilegeException' }],
    ['unknown-method', 400, { type: 'UNKNOWN_METHOD', errorInfo: 'groupsManager.getGroups()' }],
    ['empty-list', 200, []],
  ] as const)('%s answers %i', async (kind, status, body) => {
    simulator.faults.add({ kind });
    const answer = await read();
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(body);
  });

  it('unauthorized is a page with a challenge', async () => {
    simulator.faults.add({ kind: 'unauthorized' });
    const { body, headers, status } = await read();
    expect([status, body]).toEqual([401, undefined]);
    expect(headers.get('www-authenticate')).toContain('Perun RPC');
  });

  it('truncated ends in the middle', async () => {
    const { text: whole } = await read();
    simulator.faults.add({ kind: 'truncated' });
    const { body, status, text } = await read();
    expect([status, body]).toEqual([200, undefined]);
    expect(text).toBe(whole.slice(0, Math.floor(whole.length / 2)));
  });

  it.each([
    ['reset-before', '12.5'],
    ['reset-after', '1'],
  ] as const)('%s breaks off, and leaves the value %s', async (kind, value) => {
    simulator.faults.add({ kind, method: 'attributesManager.set*' });
    await expect(write()).rejects.toThrow('fetch failed');
    expect(await admin.valueOf(USED)).toBe(value);
  });

  it('read-only refuses what writes, and only that', async () => {
    simulator.faults.add({ kind: 'read-only' });
    expect((await read()).status).toBe(200);
    expect((await write()).body).toMatchObject({ type: 'InternalErrorException' });
    expect(await admin.valueOf(USED)).toBe('12.5');
  });

  it.each(['latency', 'slow-drip'] as const)('%s takes its time', async (kind) => {
    simulator.faults.add({ kind, latencyMs: 120 });
    const begin = performance.now();
    expect((await read()).body).toHaveLength(4);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(100);
  });

  it('hits the version too, as base.version', async () => {
    simulator.faults.add({ kind: 'internal-server-error', method: 'base.version' });
    expect((await admin.send('')).status).toBe(500);
    expect((await read()).status).toBe(200);
  });
});

describe('the plan', () => {
  const kinds = (plan: FaultPlan, method: string): readonly FaultKind[] =>
    plan.take(method).map(({ kind }) => kind);

  it('hits from the n-th matching call on, so many times', () => {
    const plan = new FaultPlan();
    plan.add({ kind: 'mfa', method: 'a.b*', nth: 2, count: 2 });
    const hits = ['a.bc', 'x.y', 'a.b', 'a.bd', 'a.b'].map((method) => kinds(plan, method).length);
    expect(hits).toEqual([0, 0, 1, 1, 0]);
    expect(plan.list()).toMatchObject([{ seen: 4, hits: 2 }]);
  });

  it('hits only calls with the parameters', () => {
    const plan = new FaultPlan();
    plan.add({ kind: 'mfa', method: 'a.b', params: { group: 7, resource: 2 }, count: 1 });
    const hits = [
      { group: 8, resource: 2 },
      { group: 7 },
      { group: 7, resource: 2, more: [1] },
    ].map((params) => plan.take('a.b', params).length);
    expect(hits).toEqual([0, 0, 1]);
    expect(plan.take('a.b')).toEqual([]);
  });

  it('takes a point for a point', () => {
    const plan = new FaultPlan();
    plan.add({ kind: 'mfa', method: 'a.b' });
    expect(kinds(plan, 'axb')).toEqual([]);
  });

  it('forgets one fault, or all', () => {
    const plan = new FaultPlan();
    const id = plan.add({ kind: 'mfa' });
    plan.add({ kind: 'latency' });
    plan.remove(id);
    expect(kinds(plan, 'a.b')).toEqual(['latency']);
    plan.clear();
    expect(kinds(plan, 'a.b')).toEqual([]);
  });
});

describe('the log of calls', () => {
  it('has method, parameters, caller and time, refused ones too', async () => {
    await admin.as('manager').call('groupsManager.getGroups', { vo: 100 });
    await admin.as('manager', 'wrong').send('');
    expect(simulator.calls).toMatchObject([
      { method: 'groupsManager.getGroups', params: { vo: 100 }, login: 'manager', verb: 'POST' },
      { method: 'base.version', login: null, verb: 'GET', at: expect.any(Number) },
    ]);
    simulator.clearCalls();
    expect(simulator.calls).toEqual([]);
  });
});
