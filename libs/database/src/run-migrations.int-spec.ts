import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createEmptyDatabase, schemaInventory, type TestDatabase } from '@os-credits/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from './run-migrations.js';

// Some fifty migrations and as many looks at the whole schema: seconds, but not on a busy machine.
jest.setTimeout(240_000);

/**
 * What `down` leaves is what was there before `up`, and a second `up` makes the same again. The schema of
 * the queue belongs to pg-boss and has no way down; the role `os_credits_app` belongs to the whole server and
 * stays.
 */
describe('migrations', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeEach(async () => {
    database = await createEmptyDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  it('are undone one by one, and made again', async () => {
    let before = await schemaInventory(client);
    for (const [index, { name }] of migrations.entries()) {
      await up(database, index + 1);
      const after = await schemaInventory(client);
      await down(database, index + 1);
      expect([`without ${name}`, ...(await schemaInventory(client))]).toEqual([
        `without ${name}`,
        ...before,
      ]);
      await up(database, index + 1);
      expect([`again ${name}`, ...(await schemaInventory(client))]).toEqual([
        `again ${name}`,
        ...after,
      ]);
      before = after;
    }
  });

  it('are undone all together in a database in use, which keeps what its first schema knows', async () => {
    const empty = await schemaInventory(client);
    await up(database, migrations.length);
    const whole = withoutRows(await schemaInventory(client));
    await client.query(USED);

    for (let count = migrations.length; count > 1; count -= 1) await down(database, count);
    expect((await client.query(KEPT)).rows).toEqual([
      { entries: ['grant 100', 'reversal -100'], rates: 3, tables: 2, events: 1, held: 1 },
    ]);
    await up(database, migrations.length);
    expect(withoutRows(await schemaInventory(client))).toEqual(whole);

    for (let count = migrations.length; count > 0; count -= 1) await down(database, count);
    expect(await schemaInventory(client)).toEqual(empty);
  });
});

/** Applies what lacks of the first `count` migrations. */
function up(database: TestDatabase, count: number): Promise<void> {
  return withMigrations(database, count, (source) => source.runMigrations({ transaction: 'each' }));
}

/** Undoes the last of the first `count` migrations. */
function down(database: TestDatabase, count: number): Promise<void> {
  return withMigrations(database, count, (source) =>
    source.undoLastMigration({ transaction: 'each' }),
  );
}

async function withMigrations(
  { url }: TestDatabase,
  count: number,
  action: (source: DataSource) => Promise<unknown>,
): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations: migrations.slice(0, count),
    poolSize: 1,
  });
  await source.initialize();
  try {
    await action(source);
  } finally {
    await source.destroy();
  }
}

function withoutRows(inventory: readonly string[]): string[] {
  return inventory.filter((line) => !line.startsWith('rows of '));
}

/** Rows that a later schema holds and an earlier one has no place for, next to rows that stay. */
const USED = `
insert into site (name) values ('bielefeld');
insert into project (name) values ('alpha');
insert into series (project_id, site_id, metric_id) values (1, 1, 1);
insert into ledger_entry (project_id, kind, effective_at, credits, reason) values (1, 'grant', now(), 100, '');
insert into ledger_entry (project_id, kind, effective_at, credits, corrects_id, corrects_kind, reason)
  values (1, 'reversal', now(), -100, 1, 'grant', 'wrong project');

insert into metric_rule_past (metric_id, until_at, reading_unit, reading_factor, reset_policy)
  values (1, now(), 'vCPU·h', 1, 'rebaseline');
insert into cost_table (title, effective_from, created_by) values ('Next', now(), 'Ada');
insert into cost_rate (cost_table_id, metric_id, rate) values (2, 1, 2);
insert into cost_rate (cost_table_id, metric_id, rate, project_id) values (2, 1, 3, 1);
insert into size_weight (cost_table_id, metric_id, value, weight, set_at) values (2, 1, 8, 1.5, now());
update cost_table
   set status = 'published', published_at = now(), published_by = 'Ada', applies_from = now(), requested_base_id = 1
 where id = 2;
insert into audit_event (actor, action, subject_kind, subject) values ('Ada', 'publish', 'cost-table', '2');

insert into data_quality_event (project_id, series_id, kind, from_at, to_at, from_value, to_value)
  values (1, 1, 'reset', now() - interval '2 hours', now(), 5, 1), (1, 1, 'gap', now() - interval '2 hours', now(), 1, 5);
insert into held_charge (project_id, series_id, from_at, to_at, quantity, limit_per_hour, status, decided_by)
  values (1, 1, now() - interval '1 hour', now(), 10, 1, 'released', 'Ada');

insert into re_rating_plan (id, cause, cost_table_id, metric_id, project_id, from_at, to_at, reason, author, author_id)
  values ('00000000-0000-4000-8000-000000000001', 'cost-table', 1, null, null, now() - interval '1 day', now(), 'late', 'Ada', 'ada'),
         ('00000000-0000-4000-8000-000000000002', 'dismissed-readings', null, 1, 1, now() - interval '1 day', now(), 'wrong', 'Ada', 'ada');
insert into re_rating_project (project_id, plan_id, old_credits, new_credits, entry_count)
  select 1, id, 1, 2, 1 from re_rating_plan;
insert into dismissed_reading (project_id, series_id, at, value, plan_id, dismissed_at)
  values (1, 1, now(), 7, '00000000-0000-4000-8000-000000000002', now());

insert into job_run (id, type, state, attempts_max, actor_kind, actor_id, actor_name, waits_for_others, created_at, available_at)
  select gen_random_uuid(), 'verify-ledger', 'queued', 3, 'system', 'system', 'system', waits, now(), now()
    from unnest(array[true, false]) as waits;
insert into job_order (run_id, after_id)
  select a.id, b.id from job_run a, job_run b where a.waits_for_others and not b.waits_for_others;
`;

const KEPT = `
select (select json_agg(kind || ' ' || credits order by id) from ledger_entry) as entries,
       (select count(*)::int from cost_rate) as rates,
       (select count(*)::int from cost_table where status = 'published') as tables,
       (select count(*)::int from data_quality_event) as events,
       (select count(*)::int from held_charge) as held
`;
