import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext } from '@nestjs/common';
import { fixedClock } from '@os-credits/testing';
import { startJobWorker, until } from '../../../test/job-stage.js';
import { SyncStage } from '../../../test/sync-stage.js';
import { jobTypes } from '../../job-types.js';
import { TendSync } from './index.js';

const HOUR_MS = 3_600_000;
const clock = fixedClock();
let stage: SyncStage;
let worker: INestApplicationContext;

beforeAll(async () => {
  // The stage's own clock goes on; leases and schedules compare with the database's rows only.
  clock.set(new Date());
  stage = await SyncStage.open({ groups: 60 });
  worker = await startJobWorker(stage.databaseUrl, jobTypes, {
    clock,
    environment: {
      PERUN_MODE: 'simulated',
      PERUN_URL: stage.perun.url,
      PERUN_INCREMENTAL_MINUTES: '10',
    },
  });
});
afterAll(async () => {
  await worker.close();
  await stage.close();
});

const tend = (): Promise<void> => worker.get(TendSync, { strict: false }).execute();

interface RunRow {
  scope: string;
  state: string;
  actor: string;
}

async function runs(): Promise<RunRow[]> {
  return stage.sql<RunRow>(`select scope, state, actor from sync_run order by started_at`);
}

async function settled(states: string[]): Promise<void> {
  await until(
    () => runs(),
    (rows) => JSON.stringify(rows.map(({ state }) => state)) === JSON.stringify(states),
  );
  await until(
    () =>
      stage.sql(
        `select id from job_run where type = 'perun-sync' and state in ('queued', 'running')`,
      ),
    (rows) => rows.length === 0,
  );
}

describe('looking after the sync', () => {
  it('makes the nightly schedule once, and runs a first sync of a simulated Perun', async () => {
    await Promise.all([tend(), tend()]);
    await settled(['done']);
    await tend();
    expect(await runs()).toEqual([{ scope: 'all', state: 'done', actor: 'system' }]);
    expect(await stage.account('project-00001')).toMatchObject({ granted: '1001' });
    const schedule = `select cron, timezone from job_schedule where type = 'perun-sync'`;
    expect(await stage.sql(schedule)).toEqual([{ cron: '0 2 * * *', timezone: 'Europe/Berlin' }]);
    await stage.accounts.sql(`delete from job_schedule where type = 'perun-sync'`);
    await tend();
    expect(await stage.sql(schedule)).toEqual([]);
  });

  it('reads the audit log between the nights', async () => {
    stage.control('grant', { group: 'project-00001', credits: '1500' });
    clock.advance(9 * 60_000);
    await tend();
    expect(await runs()).toHaveLength(1);
    clock.advance(60_000);
    await tend();
    await settled(['done', 'done']);
    expect((await runs()).at(-1)).toMatchObject({ scope: 'incremental' });
    expect(await stage.account('project-00001')).toMatchObject({ granted: '1500' });
  });

  it('gives up what nobody decides, so that later runs come through', async () => {
    stage.control('grant', { group: 'project-00002', credits: '' });
    clock.advance(11 * 60_000);
    await tend();
    await settled(['done', 'done', 'waiting']);
    clock.advance(19 * HOUR_MS);
    await tend();
    await settled(['done', 'done', 'waiting']);
    clock.advance(2 * HOUR_MS);
    await tend();
    await settled(['done', 'done', 'done']);
    expect(await stage.account('project-00002')).toMatchObject({ granted: '1002' });
    expect(
      await stage.sql(`select status, detail from sync_item where guard = 'grant-removed'`),
    ).toEqual([
      {
        status: 'skipped',
        detail:
          'Perun has no grant any more; approving takes the credits back. Nobody decided in time; offered again by the next run.',
      },
    ]);
  });
});
