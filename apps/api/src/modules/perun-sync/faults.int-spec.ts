import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { bulkFixture } from '../../../../sandbox/src/perun/index.js';
import { SyncStage } from '../../../test/sync-stage.js';
import { type SyncCheckpoint } from './application/sync-job.js';

let stage: SyncStage;
afterEach(() => stage.close());

/** Everything that a sync may have done, as one text. */
async function outcome(): Promise<string> {
  const rows = await stage.sql(
    `select p.name, p.status, trim_scale(a.granted)::text as granted, trim_scale(a.used)::text as used,
            (select count(*)::int from ledger_entry e where e.project_id = p.id and e.kind = 'grant') as grants,
            (select string_agg(r.role || ' ' || r.user_id, ',' order by r.role, r.user_id)
               from project_role r where r.project_id = p.id) as people,
            (select string_agg(address, ',' order by address) from project_mail m where m.project_id = p.id) as mails
       from project p join account a on a.project_id = p.id order by p.name`,
  );
  const theirs = stage.perun.state.groups
    .all()
    .filter(({ name }) => name.startsWith('project-'))
    .map(({ name }) => [name, stage.used(name), stage.timestamps(name, 8676)]);
  return JSON.stringify({ rows, theirs });
}

/** A first sync, and then changes in both directions that the next one has to carry. */
async function prepare(groups = 4): Promise<void> {
  stage = await SyncStage.open({ groups });
  await stage.sync();
  stage.control('grant', { group: 'project-00001', credits: '2000' });
  stage.control('add-lead', { group: 'project-00002', login: 'lead-40' });
  stage.control('emails', { group: 'project-00003', emails: 'new@bulk.example' });
  await stage.use('project-00001', '8676', '3.5', '2026-11-22T10:00:00Z');
  await stage.use('project-00004', '8676', '4.5', '2026-11-22T10:00:00Z');
}

async function expected(): Promise<string> {
  await prepare();
  await stage.sync();
  const text = await outcome();
  await stage.close();
  return text;
}

describe('a sync whose Perun fails', () => {
  it('takes a write whose answer was lost for its own', async () => {
    await prepare();
    stage.perun.faults.add({ kind: 'reset-after', method: 'attributesManager.setAttributes' });
    await expect(stage.sync()).rejects.toThrow('setAttributes');
    stage.perun.faults.clear();
    await stage.use('project-00001', '8676', '1', '2026-11-22T11:00:00Z');
    const { syncRunId } = await stage.sync();
    expect(await stage.items(syncRunId)).not.toHaveProperty('drift applied');
    expect(stage.used('project-00001')).toBe('4.50');
    expect(stage.used('project-00004')).toBe('4.50');
    expect(await stage.sql(`select * from perun_drift`)).toEqual([]);
  }, 180_000);

  it('works with servers that lack the bulk method', async () => {
    stage = await SyncStage.open({ groups: 5 });
    stage.perun.faults.add({
      kind: 'unknown-method',
      method: 'groupsManager.getRichGroupsAssignedToResourceWithAttributesByNames',
    });
    await stage.sync();
    expect(await stage.account('project-00005')).toMatchObject({ granted: '1005' });
    expect(await stage.items((await stage.sync()).syncRunId)).toEqual({});
  });
});

describe('a sync that is killed', () => {
  class Killed extends Error {}

  it('goes on where it stopped, and posts nothing twice', async () => {
    const want = await expected();
    await prepare();
    const jobId = randomUUID();
    let kills = 0;
    let steps = 0;
    const committed: SyncCheckpoint[] = [];
    for (;;) {
      const pending: SyncCheckpoint[] = [];
      try {
        await stage.sync(
          {},
          {
            jobId,
            checkpoint: committed.at(-1),
            onCheckpoint: (saved) => {
              // The one before is committed; this transaction may yet fall.
              committed.push(...pending.splice(0));
              pending.push(saved as SyncCheckpoint);
              steps += 1;
              // Many short lives, then ones of two steps, which writing to Perun takes.
              if (steps > (kills < 20 ? kills % 2 : 2)) throw new Killed();
            },
          },
        );
        break;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        kills += 1;
        steps = 0;
        expect(kills).toBeLessThan(60);
      }
    }
    expect(kills).toBeGreaterThanOrEqual(20);
    expect(await outcome()).toBe(want);
    expect(await stage.differences()).toBe(0);
  }, 180_000);
});

describe('two syncs at once', () => {
  it('are impossible', async () => {
    stage = await SyncStage.open({ fixture: bulkFixture(3) });
    await stage.sql(
      `insert into job_run (id, type, state, attempts_max, actor_kind, actor_id, actor_name, created_at, available_at)
       values ($1, 'perun-sync', 'queued', 1, 'cli', 'cli', 'cli', now(), now())`,
      ['00000000-0000-4000-8000-00000000000a'],
    );
    await stage.sql(
      `insert into sync_run (id, job_id, scope, is_dry_run, actor) values ($1, $1, 'all', false, 'cli')`,
      ['00000000-0000-4000-8000-00000000000a'],
    );
    await expect(stage.sync()).rejects.toMatchObject({ code: 'conflict' });
    expect(stage.perun.calls).toEqual([]);
  });
});
