import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Readings that were rated and turned out to be wrong: staff dismiss them by a re-rating plan.
 *
 * Why it looks as it does:
 * - Nothing is deleted: a dismissed reading stays in `reading`, so that the same one sent again is a
 *   duplicate as before, and `dismissed_reading` says that it does not count. Whoever rates reads
 *   `counted_reading`. The application can add to `dismissed_reading` and nothing else.
 * - `re_rating_reading` is what a plan would dismiss, as it was reviewed: a reading that comes into the
 *   stretch later is not in it, and the plan is outdated.
 * - Where the last readings of a series are dismissed, rating goes on from the last good one
 *   (`series.last_at`), while `series.stored_to` remembers up to where readings are stored. Rating may
 *   insert without looking only what is later than both.
 * - What retention drops leaves the last *counted* reading as the series' anchor.
 *
 * Lock cost: a short exclusive lock on `series` (a nullable column, nothing is rewritten).
 */
export class DismissReadings1795374600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await queryRunner.query(dropPartitions('counted'));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(dropPartitions('all'));
    await queryRunner.query(`
      drop view counted_reading;
      drop table dismissed_reading, re_rating_reading;
      alter table series drop column stored_to`);
  }
}

const TABLES = `
alter table series add column stored_to timestamptz;
comment on column series.stored_to is
  'the latest reading that is stored, where readings after last_at were dismissed; else null or before last_at';

create table dismissed_reading (
  project_id int not null,
  series_id int not null,
  at timestamptz not null,
  value numeric not null,
  plan_id uuid not null references re_rating_plan,
  dismissed_at timestamptz not null,
  primary key (project_id, series_id, at)
);
comment on table dismissed_reading is 'readings that do not count; the plan says why and who decided';

create view counted_reading as
select r.project_id, r.series_id, r.at, r.batch_id, r.value
  from reading r
 where not exists (select from dismissed_reading d
                    where d.project_id = r.project_id and d.series_id = r.series_id and d.at = r.at);

create table re_rating_reading (
  project_id int not null,
  plan_id uuid not null references re_rating_plan on delete cascade,
  series_id int not null,
  at timestamptz not null,
  value numeric not null,
  primary key (project_id, plan_id, series_id, at)
);
comment on table re_rating_reading is 'the readings that a plan would dismiss';
create index re_rating_reading_plan on re_rating_reading (plan_id);

grant select, insert on dismissed_reading to os_credits_app;
grant select on counted_reading to os_credits_app;
grant select, insert, delete on re_rating_reading to os_credits_app;
`;

/** The function of the first schema, which anchored a series on its last reading whatever it was worth. */
function dropPartitions(anchoredOn: 'counted' | 'all'): string {
  const readings =
    anchoredOn === 'all'
      ? '%I'
      : `%I part where not exists (select from dismissed_reading d
                           where d.project_id = part.project_id and d.series_id = part.series_id and d.at = part.at)`;
  return `
create or replace function drop_reading_partitions(before_at timestamptz) returns text[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  part record;
  dropped text[] := '{}';
begin
  perform pg_advisory_xact_lock(hashtext('os_credits.reading_partitions'));
  for part in
    select c.relname as name,
           (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \\(''([^'']+)''\\)'))[1]::timestamptz as to_at
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'public.reading'::regclass
     order by 2
  loop
    exit when part.to_at > before_at;
    -- What the oldest retained reading of a series is rated against must not go with the partition.
    execute format(
      'insert into series_anchor (project_id, series_id, at, value, high_water)
       select distinct on (project_id, series_id) project_id, series_id, at, value,
              max(value) over (partition by project_id, series_id)
         from ${readings} order by project_id, series_id, at desc
       on conflict (project_id, series_id) do update
         set at = excluded.at, value = excluded.value,
             high_water = greatest(series_anchor.high_water, excluded.high_water)', part.name);
    execute format('drop table %I', part.name);
    dropped := dropped || part.name;
  end loop;
  return dropped;
end
$$;`;
}
