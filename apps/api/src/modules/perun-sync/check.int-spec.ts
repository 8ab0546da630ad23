import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncStage } from '../../../test/sync-stage.js';
import { PerunQueries } from './index.js';

let stage: SyncStage;
beforeAll(async () => {
  stage = await SyncStage.open({ groups: 2 });
});
afterAll(() => stage.close());

const check = () => stage.get(PerunQueries).check();

describe('the connection test', () => {
  it('finds everything that a sync needs', async () => {
    expect(await check()).toMatchObject({
      isGood: true,
      problems: [],
      resources: [
        { id: 8676, groupCount: 2 },
        { id: 8675, groupCount: 1 },
      ],
    });
  });

  it('names what is missing, all of it', async () => {
    await stage.reopen({
      PERUN_RESOURCES: '8676,4711',
      PERUN_ATTRIBUTE_MAILS: 'urn:perun:group:attribute-def:def:nothing',
      PERUN_GRANTS_OWNED_BY: 'os-credits',
    });
    const { isGood, problems } = await check();
    expect(isGood).toBe(false);
    expect(problems.join('\n')).toMatch(/4711/);
    expect(problems.join('\n')).toMatch(/def:nothing does not exist/);
    expect(problems.join('\n')).toMatch(/denbiCreditsGranted cannot be written by this account/);
  });

  it('says that nobody answers where the tunnel is closed', async () => {
    await stage.reopen({ PERUN_URL: 'http://127.0.0.1:9' });
    const { isGood, version, problems } = await check();
    expect({ isGood, version }).toEqual({ isGood: false, version: null });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('network or tunnel to Perun open?');
  }, 180_000);
});
