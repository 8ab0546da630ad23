import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataFolder } from '../../data-folder.js';
import { bulkFixture, startPerunSimulator, type PerunSimulator } from '../index.js';
import { attribute, RpcCaller, TIMESTAMPS, USED } from '../testing/rpc-caller.js';

let path: string;
let simulator: PerunSimulator | undefined;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'perun-'));
});
afterEach(async () => {
  await simulator?.close();
  rmSync(path, { recursive: true });
});

/** Ends the simulator as a crash would, and starts another one on the same folder. */
async function restarted(options = {}): Promise<RpcCaller> {
  await simulator?.close();
  simulator = await startPerunSimulator({ folder: new DataFolder(path), ...options });
  return new RpcCaller(simulator);
}

const state = () => readFileSync(join(path, 'perun.jsonl'), 'utf8');

describe('the state', () => {
  it('survives a restart: values with their order, people, audit log, numbers', async () => {
    let admin = await restarted();
    const map = { z: 'last', a: null };
    await admin.ok('attributesManager.setAttributes', {
      group: 10,
      resource: 500,
      workWithGroupAttributes: true,
      attributes: [attribute(USED, '77'), attribute(TIMESTAMPS, map)],
    });
    await admin.ok('groupsManager.addAdmin', { group: 10, user: 4 });
    const made = await admin.ok('groupsManager.createGroup', { vo: 100, group: { name: 'N' } });
    await admin.ok('groupsManager.deleteGroup', { group: 11 });
    const lastId = await admin.ok('auditMessagesManager.getLastMessageId');

    admin = await restarted();
    expect(await admin.valueOf(USED)).toBe('77');
    const pair = { group: 10, resource: 500 };
    expect((await admin.call('attributesManager.getAttributes', pair)).text).toContain(
      '"value":{"z":"last","a":null}',
    );
    expect(await admin.ok('groupsManager.getAdmins', { group: 10 })).toMatchObject([{ id: 4 }]);
    expect(await admin.error('groupsManager.getGroupById', { id: 11 })).toBe(
      'GroupNotExistsException',
    );
    expect(await admin.ok('auditMessagesManager.getLastMessageId')).toBe(lastId);
    const next = await admin.ok('groupsManager.createGroup', { vo: 100, group: { name: 'M' } });
    expect((next as { id: number }).id).toBe((made as { id: number }).id + 1);
  });

  it('is written before the answer, and is as before after a torn line', async () => {
    const admin = await restarted();
    await admin.ok('attributesManager.setAttribute', {
      group: 10,
      attribute: attribute(USED, '5'),
    });
    expect(state()).toContain('"value":"5"');
    appendFileSync(
      join(path, 'perun.jsonl'),
      '{"rows":[{"table":"values","key":"g10|3382","row":{',
    );
    expect(await (await restarted()).valueOf(USED)).toBe('5');
    expect(state().trimEnd()).toMatch(/\}$/);
  });

  it('of a rolled-back transaction is not written', async () => {
    const admin = await restarted();
    const before = state();
    const attributes = [attribute(USED, '99'), attribute(USED, 5)];
    await admin.call('attributesManager.setAttributes', { group: 10, attributes });
    expect(state()).toBe(before);
  });

  it('of another fixture is replaced', async () => {
    await restarted();
    const admin = (await restarted({ fixture: bulkFixture(3) })).as('admin');
    expect(await admin.ok('groupsManager.getGroups', { vo: 1 })).toHaveLength(4);
  });

  it('of another version is refused with a sentence', async () => {
    writeFileSync(join(path, 'perun.jsonl'), '{"version":99}\n');
    await expect(startPerunSimulator({ folder: new DataFolder(path) })).rejects.toThrow(
      /perun\.jsonl in .* is not of this version\. Delete it/,
    );
  });

  it('goes back to the fixture on reset, also after a restart', async () => {
    let admin = await restarted();
    await admin.ok('groupsManager.deleteGroup', { group: 11 });
    simulator?.reset();
    admin = await restarted();
    expect(await admin.ok('groupsManager.getGroupById', { id: 11 })).toMatchObject({ id: 11 });
  });
});
