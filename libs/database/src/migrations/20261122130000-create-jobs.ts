import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Job runs with their attempts, logs, files, schedules and totals.
 *
 * Why it looks as it does:
 * - `job_run` is the truth about a run; the queue (pg-boss, its own schema, made by the migrate step)
 *   only delivers ids. A queued run that may start has a queue entry, named in `queue_entry_id`.
 * - At most one active run per uniqueness key is a unique index, so that two clicks at the same moment
 *   cannot start two runs whatever the processes do.
 * - `lease_worker` and `attempt` fence every write of a worker: one that was taken for dead cannot finish,
 *   checkpoint or log any more.
 * - `job_outcome` survives retention: metrics of the last success must not vanish with old runs.
 * - Files are rows of chunks, because processes share nothing but the database.
 *
 * Lock cost: none, the tables are new.
 */
export class CreateJobs1795352400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(RUNS);
    await queryRunner.query(SCHEDULES);
    await queryRunner.query(FILES);
    await queryRunner.query(PRIVILEGES);
    await queryRunner.query(SEED);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table job_run_file, job_file_chunk, job_file, job_outcome, job_log_line, job_attempt, job_run,
        job_schedule cascade`);
  }
}

const RUNS = `
create table job_run (
  id uuid primary key,
  type text not null check (type ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  parameters jsonb not null default '{}',
  is_dry_run boolean not null default false,
  priority int not null default 0,
  unique_key text,
  idempotency_key text,
  idempotency_hash text,
  state text not null check (state in
    ('queued', 'running', 'waiting-for-approval', 'succeeded', 'failed', 'cancelled', 'dead')),
  queue_entry_id uuid,
  attempt int not null default 0,
  attempts_counted int not null default 0,
  attempts_max int not null check (attempts_max >= 1),
  lease_worker text,
  lease_until timestamptz,
  waits_for_children boolean not null default false,
  progress_done bigint not null default 0,
  progress_total bigint,
  progress_phase jsonb,
  progress_per_second double precision,
  progress_remaining_seconds double precision,
  progress_at timestamptz,
  checkpoint jsonb,
  result jsonb,
  error_class text,
  error_message text,
  actor_kind text not null check (actor_kind in ('person', 'schedule', 'cli', 'api-token', 'system')),
  actor_id text not null,
  actor_name text not null,
  parent_id uuid references job_run (id) on delete cascade,
  repeat_of uuid references job_run (id) on delete set null,
  schedule_id uuid,
  cancel_requested_at timestamptz,
  cancel_requested_by text,
  created_at timestamptz not null,
  available_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  check ((state = 'running') = (lease_worker is not null)),
  check ((lease_worker is null) = (lease_until is null)),
  check ((ended_at is not null) = (state in ('succeeded', 'failed', 'cancelled', 'dead'))),
  check (queue_entry_id is null or state = 'queued')
);
comment on column job_run.attempt is 'attempts begun, those that an orderly stop or an approval ended included';
comment on column job_run.attempts_counted is 'attempts that failed or were lost since the last start by a person; at attempts_max the run is dead';
create unique index job_run_active_key on job_run (unique_key)
  where state in ('queued', 'running', 'waiting-for-approval') and unique_key is not null;
create unique index job_run_idempotency on job_run (actor_id, idempotency_key) where idempotency_key is not null;
create index job_run_newest on job_run (created_at desc, id desc) where parent_id is null;
create index job_run_parent on job_run (parent_id) where parent_id is not null;
create index job_run_repeat on job_run (repeat_of) where repeat_of is not null;
create index job_run_active on job_run (state, available_at)
  where state in ('queued', 'running', 'waiting-for-approval');
create index job_run_ended on job_run (ended_at) where ended_at is not null;

create table job_attempt (
  run_id uuid not null references job_run (id) on delete cascade,
  attempt int not null check (attempt >= 1),
  worker text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in
    ('succeeded', 'failed', 'cancelled', 'lost', 'waiting-for-approval', 'handed-back')),
  error_class text,
  error_message text,
  error_stack text[],
  primary key (run_id, attempt),
  check ((ended_at is null) = (outcome is null))
);

create table job_log_line (
  run_id uuid not null references job_run (id) on delete cascade,
  id bigint generated always as identity,
  attempt int not null,
  at timestamptz not null,
  level text not null check (level in ('debug', 'info', 'warn', 'error')),
  text text not null,
  primary key (run_id, id)
);

create table job_outcome (
  type text not null,
  outcome text not null check (outcome in ('succeeded', 'failed', 'cancelled', 'dead')),
  total bigint not null,
  seconds_sum double precision not null,
  last_seconds double precision not null,
  last_at timestamptz not null,
  primary key (type, outcome)
);
comment on table job_outcome is 'ends of runs by type, dry runs left out; kept when the runs are removed';
`;

const SCHEDULES = `
create table job_schedule (
  id uuid primary key default gen_random_uuid(),
  name text not null unique check (name <> ''),
  type text not null,
  parameters jsonb not null default '{}',
  is_dry_run boolean not null default false,
  cron text not null,
  timezone text not null,
  missed_rule text not null default 'run-once' check (missed_rule in ('run-once', 'skip')),
  is_paused boolean not null default false,
  next_run_at timestamptz,
  last_run_id uuid references job_run (id) on delete set null,
  last_run_at timestamptz,
  last_error text,
  version int not null default 1,
  updated_at timestamptz not null default now(),
  updated_by text not null default 'system'
);
comment on column job_schedule.next_run_at is 'null: paused, or not computed since the row was made';
create index job_schedule_due on job_schedule (next_run_at) where not is_paused;
`;

const FILES = `
create table job_file (
  id uuid primary key,
  kind text not null check (kind in ('upload', 'result')),
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  is_complete boolean not null default false,
  created_at timestamptz not null,
  created_by text not null
);
create index job_file_age on job_file (created_at);
create table job_file_chunk (
  file_id uuid not null references job_file (id) on delete cascade,
  position int not null,
  content bytea not null,
  primary key (file_id, position)
);
-- Compression would cost more than it saves: imports are read once.
alter table job_file_chunk alter column content set storage external;
create table job_run_file (
  run_id uuid not null references job_run (id) on delete cascade,
  file_id uuid not null references job_file (id) on delete cascade,
  primary key (run_id, file_id)
);
create index job_run_file_file on job_run_file (file_id);
`;

const PRIVILEGES = `
grant select, insert, update, delete on job_run, job_attempt, job_log_line, job_schedule, job_file,
  job_file_chunk, job_run_file to os_credits_app;
grant select, insert, update on job_outcome to os_credits_app;
`;

const SEED = `
insert into job_schedule (name, type, cron, timezone) values
  ('Daily maintenance', 'partition-maintenance', '30 3 * * *', 'Europe/Berlin'),
  ('Weekly check of the ledger', 'verify-ledger', '0 4 * * 0', 'Europe/Berlin');
`;
