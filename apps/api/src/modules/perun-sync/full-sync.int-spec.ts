import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncStage } from '../../../test/sync-stage.js';

let stage: SyncStage;
const RESOURCES = 2;
const BULK = 'groupsManager.getRichGroupsAssignedToResourceWithAttributesByNames';

beforeAll(async () => {
  stage = await SyncStage.open({ groups: 6 });
});
afterAll(() => stage.close());

interface RunRow {
  readonly scope: string;
  state: string;
  group_count: number;
  changed_group_count: number;
  people_list_count: number;
  extra_write_count: number;
  call_count: number;
}

async function runRow(id: string): Promise<RunRow> {
  return stage.one<RunRow>(`select * from sync_run where id = $1`, [id]);
}

/** The bound on calls: resources + 2 + changed groups + groups whose people are read, and further timestamps. */
function allowedCalls(run: RunRow): number {
  return RESOURCES + 2 + run.changed_group_count + run.people_list_count + run.extra_write_count;
}

describe('a full sync', () => {
  it('brings projects, grants, people and mail addresses', async () => {
    const { syncRunId, isWaiting } = await stage.sync();
    expect(isWaiting).toBe(false);
    expect(await stage.items(syncRunId)).toEqual({
      'grant applied': 6,
      'lead-added applied': 6,
      'mail-addresses applied': 6,
      'member-added applied': 6,
      'project-new applied': 6,
    });
    expect(await stage.account('project-00003')).toEqual({
      granted: '1003',
      used: '0',
      status: 'active',
    });
    const mails = await stage.sql(
      `select m.address from project_mail m join project p on p.id = m.project_id where p.name = 'project-00002'`,
    );
    expect(mails).toEqual([{ address: 'project-00002@bulk.example' }]);
    expect(await stage.differences()).toBe(0);
    const run = await runRow(syncRunId);
    expect(run).toMatchObject({ state: 'done', group_count: 6, people_list_count: 6 });
    expect(stage.calls().sort()).toEqual([
      'auditMessagesManager.getLastMessageId',
      ...Array.from({ length: 6 }, () => 'groupsManager.getRichAdmins'),
      ...Array.from({ length: RESOURCES }, () => BULK),
      'membersManager.getCompleteRichMembers',
    ]);
    expect(stage.perun.calls.length).toBe(run.call_count);
    expect(run.call_count).toBeLessThanOrEqual(allowedCalls(run));
  });

  it('makes one call per resource and one more where nothing changed', async () => {
    stage.perun.clearCalls();
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).toEqual({});
    expect(stage.calls().sort()).toEqual([
      'auditMessagesManager.getMessagesByIdAndCount',
      BULK,
      BULK,
    ]);
  });

  it('writes used credits and timestamps that changed, together, and then no more', async () => {
    await stage.use('project-00001', '8676', '12.345', '2026-11-22T10:30:00.5Z');
    await stage.use('project-00002', '8676', '1', '2026-11-22T10:00:00Z');
    await stage.use('project-00002', '8675', '2', '2026-11-22T11:00:00Z');
    stage.perun.clearCalls();
    const { syncRunId } = await stage.sync();
    expect(stage.used('project-00001')).toBe('12.34');
    expect(stage.timestamps('project-00001', 8676)).toEqual({
      project_vcpu_usage: '2026-11-22 10:30:00.500000',
    });
    expect(stage.used('project-00002')).toBe('3.00');
    expect(stage.timestamps('project-00002', 8676)).toEqual({
      project_vcpu_usage: '2026-11-22 10:00:00.000000',
    });
    expect(stage.timestamps('project-00002', 8675)).toEqual({
      project_vcpu_usage: '2026-11-22 11:00:00.000000',
    });
    const run = await runRow(syncRunId);
    expect(run).toMatchObject({
      changed_group_count: 2,
      people_list_count: 0,
      extra_write_count: 1,
    });
    expect(stage.perun.calls.length).toBeLessThanOrEqual(allowedCalls(run));
    const again = await stage.sync();
    expect(await stage.items(again.syncRunId)).toEqual({});
  });

  it('posts grants as the difference, once', async () => {
    stage.control('grant', { group: 'project-00003', credits: '1500.5' });
    stage.control('grant', { group: 'project-00004', credits: '900' });
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).toEqual({ 'grant applied': 2 });
    expect(await stage.account('project-00003')).toMatchObject({ granted: '1500.5' });
    expect(await stage.account('project-00004')).toMatchObject({ granted: '900' });
    const entries = await stage.sql(
      `select trim_scale(e.credits)::text as credits, e.source, e.actor
         from ledger_entry e join project p on p.id = e.project_id
        where p.name = 'project-00003' and e.kind = 'grant' order by e.id`,
    );
    expect(entries).toEqual([
      { credits: '1003', source: 'perun', actor: 'perun-sync' },
      { credits: '497.5', source: 'perun', actor: 'perun-sync' },
    ]);
    expect(await stage.differences()).toBe(0);
  });

  it('leaves a grant alone that is no number, and says so', async () => {
    stage.control('grant', { group: 'project-00003', credits: 'a lot' });
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).toEqual({ 'grant failed': 1 });
    const { detail } = await stage.one<{ detail: string }>(
      `select detail from sync_item where sync_run_id = $1`,
      [syncRunId],
    );
    expect(detail).toContain('"a lot" is not a number of credits');
    expect(await stage.account('project-00003')).toMatchObject({ granted: '1500.5' });
    stage.control('grant', { group: 'project-00003', credits: '1500.5' });
    expect(await stage.items((await stage.sync()).syncRunId)).toEqual({});
  });

  it('counts grants that the ledger had before Perun spoke of the project', async () => {
    stage.control('add-group', { name: 'earlier', credits: '1000', resource: '8676' });
    const project = await stage.accounts.project('earlier', 'unverified');
    await stage.accounts.other(project, {
      kind: 'grant',
      at: '2026-11-01T00:00:00Z',
      credits: '400',
    });
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).toEqual({
      'grant applied': 1,
      'project-verified applied': 1,
    });
    expect(await stage.account('earlier')).toEqual({
      granted: '1000',
      used: '0',
      status: 'active',
    });
    expect(await stage.differences()).toBe(0);
  });

  it('follows names, and readings under a former name stay with the project', async () => {
    stage.control('rename', { group: 'project-00005', name: 'project-five' });
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).toEqual({ 'project-renamed applied': 1 });
    expect(await stage.account('project-five')).toMatchObject({ granted: '1005' });
    expect(
      await stage.sql(
        `select a.name, p.name as project from project_alias a join project p on p.id = a.project_id`,
      ),
    ).toEqual([{ name: 'project-00005', project: 'project-five' }]);
  });

  it('swaps names that went round', async () => {
    stage.control('rename', { group: 'project-00003', name: 'swap' });
    stage.control('rename', { group: 'project-00004', name: 'project-00003' });
    stage.control('rename', { group: 'swap', name: 'project-00004' });
    await stage.sync();
    expect(await stage.account('project-00004')).toMatchObject({ granted: '1500.5' });
    expect(await stage.account('project-00003')).toMatchObject({ granted: '900' });
  });

  it('makes a project inactive whose group is gone, and active again when it returns', async () => {
    stage.control('unassign', { group: 'project-five', resource: '8676' });
    const gone = await stage.sync();
    expect(await stage.items(gone.syncRunId)).toEqual({ 'project-vanished applied': 1 });
    expect(await stage.account('project-five')).toEqual({
      granted: '1005',
      used: '0',
      status: 'inactive',
    });
    stage.control('assign', { group: 'project-five', resource: '8676' });
    const back = await stage.sync();
    expect(await stage.items(back.syncRunId)).toMatchObject({ 'project-returned applied': 1 });
    expect(await stage.account('project-five')).toMatchObject({
      granted: '1005',
      status: 'active',
    });
  });

  it('restores timestamps that went with an un-assignment', async () => {
    stage.control('unassign', { group: 'project-00002', resource: '8675' });
    stage.control('assign', { group: 'project-00002', resource: '8675' });
    expect(stage.timestamps('project-00002', 8675)).toBeNull();
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).toEqual({ 'push applied': 1 });
    expect(stage.timestamps('project-00002', 8675)).toEqual({
      project_vcpu_usage: '2026-11-22 11:00:00.000000',
    });
  });

  it('reads people only where the audit log speaks of them', async () => {
    stage.control('add-lead', { group: 'project-00001', login: 'lead-9' });
    stage.control('remove-lead', { group: 'project-00001', login: 'lead-1' });
    stage.perun.clearCalls();
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).toEqual({
      'lead-added applied': 1,
      'lead-removed applied': 1,
    });
    const run = await runRow(syncRunId);
    expect(run.people_list_count).toBe(1);
    expect(stage.perun.calls.length).toBe(RESOURCES + 1 + 1);
  });

  it('syncs one project alone', async () => {
    stage.control('grant', { group: 'project-00001', credits: '2000' });
    stage.control('grant', { group: 'project-00002', credits: '2000' });
    const { syncRunId } = await stage.sync({ project: 'project-00001' });
    expect(await stage.items(syncRunId)).toEqual({ 'grant applied': 1 });
    expect(await stage.account('project-00001')).toMatchObject({ granted: '2000' });
    expect(await stage.account('project-00002')).toMatchObject({ granted: '1002' });
  });

  it('syncs incrementally what the audit log names', async () => {
    stage.control('grant', { group: 'project-00006', credits: '3000' });
    stage.perun.clearCalls();
    const { syncRunId } = await stage.sync({ scope: 'incremental' });
    expect(await stage.account('project-00006')).toMatchObject({ granted: '3000' });
    expect(await stage.account('project-00002')).toMatchObject({ granted: '2000' });
    const run = await runRow(syncRunId);
    expect(run.scope).toBe('incremental');
    expect(run.group_count).toBe(3);
    stage.perun.clearCalls();
    const quiet = await stage.sync({ scope: 'incremental' });
    expect(await stage.items(quiet.syncRunId)).toEqual({});
  });

  it('changes nothing but the run and its change set in a dry run', async () => {
    stage.control('grant', { group: 'project-00006', credits: '3500' });
    stage.control('add-group', {
      name: 'brand-new',
      credits: '10',
      resource: '8676',
      lead: 'lead-3',
    });
    stage.control('remove-lead', { group: 'project-00002', login: 'lead-2' });
    await stage.use('project-00006', '8676', '5', '2026-11-22T12:00:00Z');
    const before = await checksums();
    const { syncRunId } = await stage.sync({}, { isDryRun: true });
    expect(await stage.items(syncRunId)).toMatchObject({
      'grant planned': 2,
      'lead-added planned': 1,
      'lead-removed waiting': 1,
      'project-new planned': 1,
      'push planned': 1,
    });
    expect(await checksums()).toEqual(before);
    expect(stage.calls()).not.toContain('attributesManager.setAttributes');
  });
});

async function checksums(): Promise<Record<string, string>> {
  const tables = await stage.sql<{ name: string }>(
    `select tablename as name from pg_tables
      where schemaname = 'public' and tablename not in ('sync_run', 'sync_item') order by 1`,
  );
  const sums: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = (await stage.accounts.sql(
      `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from "${name}" t`,
    )) as { sum: string }[];
    sums[name] = row?.sum ?? '';
  }
  return sums;
}
