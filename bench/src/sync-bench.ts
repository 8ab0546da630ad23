import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import type pg from 'pg';
import { freePort } from '@os-credits/testing';
import { cpuSeconds, stopped, until, type Product } from './product.js';

const PERUN_MAIN = resolve(import.meta.dirname, '../../apps/sandbox/dist/perun/main.js');

/** Calls under way at once: as it is unless set, and for a Perun that is to be spared. */
export const SYNC_CONCURRENCIES = [8, 4] as const;

/** A simulated Perun in a process of its own, with so many groups and an answer only after a while. */
export interface SlowPerun {
  /** Settings with which the product uses it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Processor time used so far. */
  readonly cpuSeconds: () => number;
  readonly stop: () => Promise<void>;
}

export async function startSlowPerun(
  groups: number,
  latencyMs: number,
  concurrency: number,
): Promise<SlowPerun> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [PERUN_MAIN], {
    env: {
      ...process.env,
      SANDBOX_PERUN_PORT: String(port),
      SANDBOX_PERUN_FIXTURE: 'bulk',
      SANDBOX_PERUN_GROUPS: String(groups),
      SANDBOX_PERUN_LATENCY_MS: String(latencyMs),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const signIn = `Basic ${Buffer.from('os-credits:os-credits').toString('base64')}`;
  await until(
    async () => (await fetch(`${url}/ba/rpc/`, { headers: { authorization: signIn } })).ok,
  );
  return {
    settings: {
      PERUN_MODE: 'live',
      PERUN_URL: url,
      PERUN_AUTH: 'ba',
      PERUN_USER: 'os-credits',
      PERUN_PASSWORD: 'os-credits',
      PERUN_VO: '1',
      PERUN_RESOURCES: '8676,8675',
      PERUN_CONCURRENCY: String(concurrency),
    },
    cpuSeconds: () => cpuSeconds(child.pid),
    stop: () => stopped(child),
  };
}

/** One sync run, as the product recorded it. */
export interface MeasuredSync {
  readonly calls: number;
  readonly seconds: number;
  /** Until everything of Perun and of ours was read. */
  readonly readSeconds: number;
  /** Processor time of the worker and of Perun, seconds. */
  readonly workerCpu: number;
  readonly perunCpu: number;
}

/** Runs a sync of all projects and waits for its end. */
export async function syncOnce(
  product: Product,
  client: pg.Client,
  perun: SlowPerun,
): Promise<MeasuredSync> {
  const before = { worker: product.cpuSeconds().worker, perun: perun.cpuSeconds() };
  await product.cli(['jobs', 'run', 'perun-sync', '--json', '{}', '--wait']);
  const { rows } = await client.query<
    Pick<MeasuredSync, 'calls' | 'seconds' | 'readSeconds'> & { state: string }
  >(
    `select state, call_count as calls, extract(epoch from ended_at - started_at)::float8 as seconds,
            extract(epoch from (select min(at) from job_log_line l
                                 where l.run_id = r.job_id and l.text like 'Perun showed %')
                               - started_at)::float8 as "readSeconds"
       from sync_run r order by started_at desc limit 1`,
  );
  const [run] = rows;
  if (run?.state !== 'done') throw new Error(`the sync is ${run?.state ?? 'missing'}`);
  return {
    ...run,
    workerCpu: product.cpuSeconds().worker - before.worker,
    perunCpu: perun.cpuSeconds() - before.perun,
  };
}

/** Lets every so-and-so-manyth project use something, so that its value in Perun has to change. */
export async function useCredits(client: pg.Client, every: number): Promise<number> {
  const { rowCount } = await client.query(
    `with used as (
       insert into ledger_entry (project_id, kind, effective_at, credits, reason, source)
       select id, 'adjustment', now(), -1.25, 'use of the benchmark', 'bench' from project where id % $1 = 0
       returning project_id, credits)
     update account a set used = a.used - used.credits from used where a.project_id = used.project_id`,
    [every],
  );
  return rowCount ?? 0;
}
