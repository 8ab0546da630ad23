import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncStage } from '../../../test/sync-stage.js';

const PROJECTS = 18;
const RESOURCES = 2;
let stage: SyncStage;
beforeAll(async () => {
  stage = await SyncStage.open({ groups: PROJECTS });
  await stage.sync();
});
afterAll(() => stage.close());

const addressesOf = async (project: string): Promise<string[]> => {
  const rows = await stage.sql<{ address: string }>(
    `select m.address from project_mail m join project p on p.id = m.project_id where p.name = $1 order by 1`,
    [project],
  );
  return rows.map(({ address }) => address);
};

/** Content of everything but the records of runs, with the place of every row: an update moves it. */
async function places(): Promise<unknown> {
  const tables = [
    'project',
    'account',
    'ledger_entry',
    'project_role',
    'project_mail',
    'perun_user',
  ];
  return Promise.all(
    tables.map((table) =>
      stage.one(
        `select count(*)::int as count, md5(coalesce(string_agg(t.ctid::text || t::text, ',' order by t.ctid), '')) as content
           from ${table} t`,
      ),
    ),
  );
}

describe('A sync after which little changed', () => {
  it('finds nothing to do a second time and writes nothing, not even the same again', async () => {
    const before = await places();
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).toEqual({});
    expect(await places()).toEqual(before);
  });

  it('reports exactly the two of eighteen that changed, without a call for each', async () => {
    stage.control('emails', { group: 'project-00004', emails: ['new-4@bulk.example'] });
    stage.control('emails', { group: 'project-00009', emails: ['a@x.example', 'b@x.example'] });
    stage.perun.clearCalls();
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).toEqual({ 'mail-addresses applied': 2 });
    expect(stage.perun.calls.length).toBe(RESOURCES + 1);
    expect(await addressesOf('project-00004')).toEqual(['new-4@bulk.example']);
    expect(await addressesOf('project-00009')).toEqual(['a@x.example', 'b@x.example']);
    expect(await addressesOf('project-00005')).toEqual(['project-00005@bulk.example']);
  });

  it('fails with the reason and changes nothing where there is no Perun', async () => {
    const before = await places();
    await stage.reopen({ PERUN_MODE: 'off' });
    await expect(stage.sync()).rejects.toMatchObject({ code: 'perun-off' });
    expect(await places()).toEqual(before);
  });
});
