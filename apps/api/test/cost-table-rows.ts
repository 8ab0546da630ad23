import { type RatingStage } from './rating-stage.js';

/** Everything that a request about cost tables could have changed, to compare before and after. */
export function costTableRows(stage: RatingStage): Promise<unknown[]> {
  return stage.database.query(
    `select (select json_agg(t order by t.id) from cost_table t) as tables,
            (select json_agg(r order by r.cost_table_id, r.metric_id, r.site_id, r.project_id) from cost_rate r) as rates,
            (select json_agg(s order by s.cost_table_id, s.metric_id, s.value) from size_weight s) as weights,
            (select count(*) from audit_event) as audited`,
  );
}
