import { afterEach, describe, expect, it } from '@jest/globals';
import { SyncStage } from '../../../test/sync-stage.js';
import { AdoptValues } from './index.js';

let stage: SyncStage;
afterEach(() => stage.close());

describe('credits that were in Perun before the first sync', () => {
  it('are left alone until they are taken over, all at once if wanted', async () => {
    stage = await SyncStage.open({ groups: 4 });
    stage.control('used', { group: 'project-00001', credits: '0E-8', by: 'os_credits' });
    stage.control('used', { group: 'project-00002', credits: '123.45', by: 'os_credits' });
    stage.control('used', { group: 'project-00003', credits: 'broken', by: 'os_credits' });
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).toMatchObject({ 'drift applied': 2 });
    expect(await stage.items((await stage.sync()).syncRunId)).toEqual({});
    await stage.use('project-00002', '8676', '1', '2026-11-22T10:00:00Z');
    await stage.sync();
    expect(stage.used('project-00002')).toBe('123.45');

    expect(await stage.get(AdoptValues).preview()).toMatchObject([
      { project: 'project-00002', theirs: '123.45' },
      { project: 'project-00003', theirs: 'broken' },
    ]);
    expect(await stage.account('project-00002')).toMatchObject({ used: '1' });
    const adoption = await stage.get(AdoptValues).execute('migration from os_credits', 'cli');
    expect(adoption.adoptedCount).toBe(1);
    expect(adoption.left).toMatchObject([{ project: 'project-00003' }]);
    expect(await stage.account('project-00002')).toMatchObject({ used: '123.45' });
    await stage.use('project-00002', '8676', '2', '2026-11-22T11:00:00Z');
    await stage.sync();
    expect(stage.used('project-00002')).toBe('125.45');
    expect(stage.timestamps('project-00002', 8676)).toEqual({
      project_vcpu_usage: '2026-11-22 11:00:00.000000',
    });
    expect(await stage.differences()).toBe(0);
  });
});

describe('other owners and meanings', () => {
  it('write grants that are made here, and never read them', async () => {
    stage = await SyncStage.open({
      groups: 2,
      environment: { PERUN_GRANTS_OWNED_BY: 'os-credits' },
    });
    const { syncRunId } = await stage.sync();
    // What Perun grants already is somebody's word: taken over or written over by decision only.
    expect(await stage.items(syncRunId)).toMatchObject({ 'drift applied': 2 });
    await stage.get(AdoptValues).execute('we own grants from now on', 'cli');
    expect(await stage.account('project-00001')).toMatchObject({ granted: '1001' });
    const { id } = await stage.one<{ id: number }>(
      `select id from project where name = 'project-00001'`,
    );
    await stage.accounts.other(id, {
      kind: 'grant',
      at: '2026-11-20T00:00:00Z',
      credits: '99',
    });
    const refused = await stage.sync();
    expect(await stage.items(refused.syncRunId)).toEqual({ 'push failed': 1 });
    // The account may not write that attribute; another one may.
    await stage.reopen({ PERUN_USER: 'admin', PERUN_PASSWORD: 'admin-pw' });
    await stage.sync();
    expect(stage.granted('project-00001')).toBe('1100');
    expect(await stage.differences()).toBe(0);
  });

  it('write what remains', async () => {
    stage = await SyncStage.open({ groups: 2, environment: { PERUN_USED_MEANS: 'remaining' } });
    await stage.sync();
    expect(stage.used('project-00001')).toBe('1001.00');
    await stage.use('project-00001', '8676', '1.5', '2026-11-22T10:00:00Z');
    stage.control('grant', { group: 'project-00001', credits: '2000' });
    await stage.sync();
    expect(stage.used('project-00001')).toBe('1998.50');
    expect(await stage.items((await stage.sync()).syncRunId)).toEqual({});
  });

  it('leave out attributes that are not in use', async () => {
    stage = await SyncStage.open({
      groups: 2,
      environment: {
        PERUN_ATTRIBUTE_TIMESTAMPS: 'none',
        PERUN_ATTRIBUTE_MAILS: 'none',
        PERUN_RESOURCES: '8676=bielefeld',
      },
    });
    await stage.sync();
    await stage.use('project-00001', 'bielefeld', '2', '2026-11-22T10:00:00Z');
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).toEqual({ 'push applied': 1 });
    expect(stage.used('project-00001')).toBe('2.00');
    expect(stage.timestamps('project-00001', 8676)).toBeNull();
  });

  it('refuse to conclude anything from an attribute that no group shows', async () => {
    stage = await SyncStage.open({
      groups: 2,
      environment: { PERUN_ATTRIBUTE_GRANTED: 'urn:perun:group:attribute-def:opt:nothing' },
    });
    await expect(stage.sync()).rejects.toThrow('urn:perun:group:attribute-def:opt:nothing');
    expect(await stage.sql('select * from project')).toEqual([]);
  });
});
