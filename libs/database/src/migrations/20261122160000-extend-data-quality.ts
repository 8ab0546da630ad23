import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What staff decide about readings that could not be billed and growth that was held, and how complete usage
 * is: gaps of series, silent sites, expected against received readings per hour.
 *
 * Why it looks as it does:
 * - A decision about a held charge is kept in `held_charge_decision`, which is only ever added to. The row in
 *   `held_charge` goes when a late reading takes its interval apart; the decision stays readable.
 * - `released_batch_id` leads from a released reading back to who sent it first.
 * - Completeness is counted per hour, site and metric: a row per series and hour would be the largest table.
 *
 * Lock cost: short exclusive locks. Adding the identity column rewrites `data_quality_event`, which holds
 * resets only; the index on `quarantined_reading` reads it once.
 */
export class ExtendDataQuality1795363200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(QUARANTINE);
    await queryRunner.query(HELD_CHARGES);
    await queryRunner.query(EVENTS);
    await queryRunner.query(COMPLETENESS);
    await queryRunner.query(PRIVILEGES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table completeness_hour, completeness_run, series_rhythm, site_silence, held_charge_decision;
      delete from data_quality_event where kind <> 'reset';
      alter table data_quality_event
        drop constraint data_quality_event_kind_check,
        drop column id, drop column rhythm_seconds, drop column acknowledged_at,
        drop column acknowledged_by, drop column note,
        add constraint data_quality_event_kind_check check (kind in ('reset'));
      alter table held_charge drop column decided_at, drop column decided_by, drop column decision_reason;
      drop index held_charge_newest, quarantined_reading_newest, quarantined_reading_released;
      alter table quarantined_reading drop column released_batch_id, drop column release_outcome`);
  }
}

const QUARANTINE = `
alter table quarantined_reading
  add column released_batch_id bigint,
  add column release_outcome text check (release_outcome in ('accepted', 'duplicate'));
comment on column quarantined_reading.released_batch_id is 'the batch that a release put the reading into';
create index quarantined_reading_newest on quarantined_reading (status, id desc);
create index quarantined_reading_released on quarantined_reading (released_batch_id)
  where released_batch_id is not null;
`;

const HELD_CHARGES = `
alter table held_charge
  add column decided_at timestamptz,
  add column decided_by text,
  add column decision_reason text;
create index held_charge_newest on held_charge (status, to_at desc);

create table held_charge_decision (
  project_id int not null,
  id bigint generated always as identity,
  series_id int not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  quantity numeric not null,
  limit_per_hour numeric not null,
  decision text not null check (decision in ('released', 'dismissed')),
  decided_at timestamptz not null default now(),
  decided_by text not null check (decided_by <> ''),
  reason text not null check (reason <> ''),
  primary key (project_id, id)
);
comment on table held_charge_decision is 'what staff decided about an interval; it holds while no reading lies within';
create index held_charge_decision_interval on held_charge_decision (project_id, series_id, from_at, to_at, id);
`;

const EVENTS = `
alter table data_quality_event
  add column id bigint generated always as identity,
  add column rhythm_seconds numeric,
  add column acknowledged_at timestamptz,
  add column acknowledged_by text,
  add column note text not null default '',
  drop constraint data_quality_event_kind_check,
  add constraint data_quality_event_kind_check check (kind in ('reset', 'gap'));
create index data_quality_event_newest on data_quality_event (status, id desc);

create table site_silence (
  id bigint generated always as identity primary key,
  site_id int not null references site,
  from_at timestamptz not null,
  to_at timestamptz check (to_at > from_at),
  rhythm_seconds numeric,
  status text not null default 'open' check (status in ('open', 'acknowledged')),
  created_at timestamptz not null default now(),
  acknowledged_at timestamptz,
  acknowledged_by text,
  note text not null default ''
);
comment on table site_silence is 'no series of a site reported; to_at null = still silent';
create unique index site_silence_one on site_silence (site_id) where to_at is null;
create unique index site_silence_begin on site_silence (site_id, from_at);
`;

const COMPLETENESS = `
create table series_rhythm (
  project_id int not null,
  series_id int not null,
  rhythm_seconds numeric not null check (rhythm_seconds > 0),
  computed_at timestamptz not null,
  primary key (project_id, series_id)
) with (fillfactor = 80);
comment on table series_rhythm is 'median distance of the latest readings of a series';

create table completeness_hour (
  hour timestamptz not null,
  site_id int not null references site,
  metric_id int not null references metric,
  series_count int not null,
  silent_series_count int not null,
  expected_count numeric not null,
  received_count bigint not null,
  primary key (hour, site_id, metric_id)
);
comment on table completeness_hour is 'readings expected and received; series_count = series that were expected to report';

create table completeness_run (
  hour timestamptz primary key,
  counted_at timestamptz not null,
  is_final boolean not null
);
comment on table completeness_run is 'hours that were counted; a final one was counted again a day later, with what arrived late';
`;

const PRIVILEGES = `
grant select, insert on held_charge_decision to os_credits_app;
grant select, insert, update, delete on site_silence, series_rhythm, completeness_hour, completeness_run to os_credits_app;
`;
