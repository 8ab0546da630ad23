import { spawn } from 'node:child_process';
import { readFileSync, mkdtempSync } from 'node:fs';
import { startEmbeddedPostgres, runMigrations } from '../../libs/database/dist/index.js';
import pg from 'pg';
const dir = mkdtempSync('/tmp/zzsync-');
const db = await startEmbeddedPostgres({ dataDir: dir, durability: 'fast' });
await runMigrations(db.url);
const groups = process.argv[2] ?? '10000';
const perun = spawn(process.execPath, ['apps/sandbox/dist/perun/main.js'], {
  env: {
    ...process.env,
    SANDBOX_PERUN_PORT: '18999',
    SANDBOX_PERUN_FIXTURE: 'bulk',
    SANDBOX_PERUN_GROUPS: groups,
    SANDBOX_PERUN_LATENCY_MS: '20',
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const env = {
  ...process.env,
  NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=400',
  DATABASE_URL: db.url,
  ENVIRONMENT: 'development',
  LOG_LEVEL: 'warn',
  PERUN_MODE: 'live',
  PERUN_URL: 'http://127.0.0.1:18999',
  PERUN_AUTH: 'ba',
  PERUN_USER: 'os-credits',
  PERUN_PASSWORD: 'os-credits',
  PERUN_VO: '1',
  PERUN_RESOURCES: '8676,8675',
  PERUN_CONCURRENCY: '8',
};
const worker = spawn(process.execPath, ['apps/api/dist/main.worker.js'], {
  env,
  stdio: ['ignore', 'inherit', 'inherit'],
});
const client = new pg.Client(db.url);
await client.connect();
const hwm = () =>
  (/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${worker.pid}/status`, 'utf8'))?.[1] / 1024) | 0;
const rss = () =>
  (/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${worker.pid}/status`, 'utf8'))?.[1] / 1024) | 0;
async function run(label) {
  await new Promise((res) =>
    spawn(
      process.execPath,
      ['apps/api/dist/main.cli.js', 'jobs', 'run', 'perun-sync', '--json', '{}'],
      { env, stdio: ['ignore', 'ignore', 'inherit'] },
    ).on('exit', res),
  );
  for (;;) {
    const { rows } = await client.query(
      `select r.state, r.error, j.progress_phase->>'en' as phase from sync_run r join job_run j on j.id=r.job_id order by started_at desc limit 1`,
    );
    if (rows[0]?.state === 'done' || rows[0]?.state === 'failed') break;
    await new Promise((r) => setTimeout(r, 200));
  }
  const { rows } = await client.query(
    `select call_count, work_ms, extract(epoch from ended_at-started_at) as s, changed_group_count from sync_run order by started_at desc limit 1`,
  );
  const logs = await client.query(
    `select to_char(at,'SS.MS') as at, text from job_log_line order by id desc limit 2`,
  );
  console.log(
    label,
    JSON.stringify(rows[0]),
    'ideal',
    ((rows[0].call_count * 20) / 8 / 1000).toFixed(2),
    'ratio',
    (rows[0].s / ((rows[0].call_count * 20) / 8 / 1000)).toFixed(2),
    'HWM',
    hwm(),
    'RSS',
    rss(),
    JSON.stringify(logs.rows),
  );
}
await new Promise((r) => setTimeout(r, 4000));
console.log('idle', rss());
await run('first');
await run('same');
await client.query(
  `with s as (insert into site (name) values ('8676') on conflict do nothing returning id) insert into series (project_id, site_id, metric_id, first_at, last_at) select p.id, s.id, m.id, now(), now() from project p, s, metric m where m.name='project_vcpu_usage' and p.id%10=0`,
);
await client.query(`update account set used = 5 where project_id%10=0`);
await run('1000 changed');
await client.end();
worker.kill();
perun.kill();
await db.stop();
process.exit(0);
