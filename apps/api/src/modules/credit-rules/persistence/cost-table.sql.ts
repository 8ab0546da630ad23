/** Columns of a summary, from `cost_table t`; $1 is now, $2 the subject of who looks, or null. */
const SUMMARY = `
select t.id, t.title, t.note,
       case when t.status = 'draft' and t.requested_at is not null then 'awaiting-confirmation'
            when t.status = 'draft' then 'draft'
            when w.id is null then 'overtaken'
            when w.valid_from > $1 then 'scheduled'
            when w.valid_to > $1 then 'in-force'
            else 'superseded' end as state,
       t.effective_from as "effectiveFrom", t.applies_from as "appliesFrom",
       case when isfinite(w.valid_to) then w.valid_to end as "appliesTo", t.version,
       (select count(*)::int from cost_rate r where r.cost_table_id = t.id) as "rateCount",
       (select count(*)::int from size_weight s where s.cost_table_id = t.id) as "weightCount",
       t.created_at as "createdAt", t.created_by as "createdBy", t.changed_at as "changedAt",
       t.changed_by as "changedBy",
       (select json_build_object('id', c.id, 'title', c.title) from cost_table c where c.id = t.copied_from_id)
         as "copiedFrom",
       case when t.status = 'draft' and t.requested_at is not null then
         json_build_object('by', t.requested_by, 'at', to_char(t.requested_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                           'reason', t.request_reason, 'impactCredits', trim_scale(t.request_impact)::text,
                           'isMine', coalesce(t.requested_by_id = $2::text, false)) end as request,
       case when t.status = 'published' then
         json_build_object('at', to_char(t.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'by', t.published_by,
                           'confirmedBy', t.confirmed_by, 'reason', coalesce(t.publish_reason, '')) end as published`;
const FROM = `from cost_table t left join cost_table_window w on w.id = t.id`;

export const LIST_COST_TABLES_SQL = `
${SUMMARY} ${FROM}
order by t.status = 'published', t.effective_from desc, t.published_at desc, t.id desc`;

/** $3 which table */
export const FIND_COST_TABLE_SQL = `
${SUMMARY}, t.requested_base_id as "requestedBaseId",
       coalesce((select json_agg(json_build_object('metric', m.name, 'site', si.name, 'project', p.name,
                                                   'rate', trim_scale(r.rate)::text)
                                 order by m.friendly_name, si.name nulls first, p.name nulls first)
                   from cost_rate r join metric m on m.id = r.metric_id
                   left join site si on si.id = r.site_id left join project p on p.id = r.project_id
                  where r.cost_table_id = t.id), '[]') as rates,
       coalesce((select json_agg(json_build_object('metric', m.name, 'value', trim_scale(s.value)::text,
                                                   'weight', trim_scale(s.weight)::text,
                                                   'setAt', to_char(s.set_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                                 order by m.friendly_name, s.value)
                   from size_weight s join metric m on m.id = s.metric_id
                  where s.cost_table_id = t.id), '[]') as weights
${FROM} where t.id = $3`;

export const INSERT_RATES_SQL = `
insert into cost_rate (cost_table_id, metric_id, site_id, project_id, rate)
select $1::int, * from unnest($2::int[], $3::int[], $4::int[], $5::numeric[])`;

export const INSERT_WEIGHTS_SQL = `
insert into size_weight (cost_table_id, metric_id, value, weight, set_at)
select $1::int, * from unnest($2::int[], $3::numeric[], $4::numeric[], $5::timestamptz[])`;

/**
 * $1 table, $2 now, then author and reasons. The caller holds the rating lock, so \`last_at\` stands still:
 * from its greatest on nothing was rated, and what is rated later finds this table.
 */
export const PUBLISH_SQL = `
update cost_table t
   set status = 'published', published_at = $2, published_by = $3, confirmed_by = $4, publish_reason = $5,
       requested_at = null, version = version + 1, changed_at = $2, changed_by = $3,
       applies_from = greatest(effective_from, $2::timestamptz, (select max(last_at) from series))
 where id = $1`;

/**
 * Weights hold from when exporters could know them: a re-rating lets a table apply earlier than it was
 * published, but machines were counted by then. The first table is there from the beginning.
 */
export const PUBLISHED_WEIGHTS_SQL = `
select ceil(extract(epoch from known.valid_from))::bigint as "appliesFromSeconds",
       coalesce((select json_agg(json_build_object('metric', m.name, 'value', trim_scale(s.value)::text,
                                                   'weight', trim_scale(s.weight)::text)
                                 order by s.value)
                   from size_weight s join metric m on m.id = s.metric_id
                  where s.cost_table_id = known.id), '[]') as weights
  from (select w.id, w.valid_to,
               case when lag(w.id) over (order by w.valid_from) is null then w.valid_from
                    else greatest(w.valid_from, t.published_at) end as valid_from
          from cost_table_window w join cost_table t on t.id = w.id) known
 where known.valid_from < known.valid_to
 order by known.valid_from`;
