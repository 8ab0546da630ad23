import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A right value may take the place of a dismissed one.
 *
 * Why it looks as it does:
 * - An instant of a series has one row in `reading`, as before: the value that stands there now. What stood
 *   there before is in `dismissed_reading`, with the batch that brought it, so nothing is lost.
 * - `dismissed_reading` is therefore about a value of an instant, not about the instant: what replaced it
 *   counts, and can be dismissed in its turn.
 * - The application may change value and batch of a reading, and a trigger lets it do so only where the
 *   present value was dismissed and the new one was not.
 * - `replaced_reading` says when a value took another's place; completeness counts such hours anew.
 *
 * Lock cost: ACCESS EXCLUSIVE on `dismissed_reading`, which is small, while its key is built anew; SHARE ROW
 * EXCLUSIVE on `reading` and its partitions for a moment (a trigger; nothing is rewritten).
 */
export class ReplaceDismissedReadings1795378200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await queryRunner.query(GUARD);
    await queryRunner.query(dropPartitions('value'));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(dropPartitions('instant'));
    await queryRunner.query(`
      drop trigger guard_replaced on reading;
      drop function guard_replaced_reading;
      revoke update (batch_id, value) on reading from os_credits_app;
      delete from dismissed_reading d
       where not exists (select from reading r where (r.project_id, r.series_id, r.at) = (d.project_id, d.series_id, d.at)
                            and r.value = d.value);
      create or replace view counted_reading as
      select r.project_id, r.series_id, r.at, r.batch_id, r.value
        from reading r
       where not exists (select from dismissed_reading d
                          where d.project_id = r.project_id and d.series_id = r.series_id and d.at = r.at);
      drop table replaced_reading;
      alter table dismissed_reading
        drop constraint dismissed_reading_pkey, add primary key (project_id, series_id, at), drop column batch_id`);
  }
}

const TABLES = `
alter table dismissed_reading
  add column batch_id bigint,
  drop constraint dismissed_reading_pkey, add primary key (project_id, series_id, at, value);
comment on column dismissed_reading.batch_id is 'the batch that brought it';
update dismissed_reading d set batch_id = r.batch_id from reading r
 where (r.project_id, r.series_id, r.at) = (d.project_id, d.series_id, d.at);

create or replace view counted_reading as
select r.project_id, r.series_id, r.at, r.batch_id, r.value
  from reading r
 where not exists (select from dismissed_reading d
                    where d.project_id = r.project_id and d.series_id = r.series_id and d.at = r.at
                      and d.value = r.value);

create table replaced_reading (
  project_id int not null,
  series_id int not null,
  at timestamptz not null,
  value numeric not null,
  batch_id bigint not null,
  replaced_at timestamptz not null,
  primary key (project_id, series_id, at, value)
);
comment on table replaced_reading is 'values that took the place of dismissed ones; the quarantine says who released them';
create index replaced_reading_newest on replaced_reading (replaced_at);

grant select, insert on replaced_reading to os_credits_app;
`;

const GUARD = `
create function guard_replaced_reading() returns trigger
language plpgsql as $$
begin
  if (new.project_id, new.series_id, new.at) is distinct from (old.project_id, old.series_id, old.at)
     or not exists (select from dismissed_reading d
                     where d.project_id = old.project_id and d.series_id = old.series_id and d.at = old.at
                       and d.value = old.value)
     or exists (select from dismissed_reading d
                 where d.project_id = old.project_id and d.series_id = old.series_id and d.at = old.at
                   and d.value = new.value) then
    raise exception 'only a dismissed reading is replaced, and by another value' using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger guard_replaced before update on reading
  for each row execute function guard_replaced_reading();
grant update (batch_id, value) on reading to os_credits_app;
`;

/** As the last version, but for which dismissed readings are left out of the anchor. */
function dropPartitions(dismissedBy: 'value' | 'instant'): string {
  const sameValue = dismissedBy === 'value' ? ' and d.value = part.value' : '';
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
         from %I part
        where not exists (select from dismissed_reading d
                           where d.project_id = part.project_id and d.series_id = part.series_id
                             and d.at = part.at${sameValue})
        order by project_id, series_id, at desc
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
