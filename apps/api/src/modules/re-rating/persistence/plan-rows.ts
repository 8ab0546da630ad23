import type { ReRatingPlan, ReRatingSubject } from '@os-credits/contracts';
import type { ListedPlan, PlannedWork, StoredPlan } from '../application/re-rating.ports.js';

/** A plan as {@link PLAN_SQL} gives it. */
export interface PlanRow extends Omit<
  ReRatingPlan,
  'subject' | 'totals' | 'needsSecondPerson' | 'isMine'
> {
  readonly authorId: string;
  readonly subject: ReRatingSubject;
  readonly work: Omit<PlannedWork, 'from' | 'to'>;
  readonly projectCount: number;
  readonly entryCount: number;
  readonly oldCredits: string;
  readonly newCredits: string;
  readonly difference: string;
  readonly moved: string;
}

export const PLAN_SQL = `
select p.id, p.state, p.from_at as "from", p.to_at as "to", p.reason, p.author, p.author_id as "authorId",
       p.created_at as "createdAt", p.computed_at as "computedAt", p.decided_by as "decidedBy",
       p.decided_at as "decidedAt", p.decision_reason as "decisionReason", p.applied_at as "appliedAt",
       p.plan_job_id as "planJobId", p.apply_job_id as "applyJobId", p.problem,
       json_build_object(
         'cause', p.cause, 'readingUnit', p.reading_unit, 'project', project.name,
         'costTable', json_build_object('id', t.id, 'title', t.title),
         'metric', json_build_object('id', m.id, 'name', m.name, 'friendlyName', m.friendly_name),
         'site', case when site.id is not null then
                   json_build_object('name', site.name, 'displayName', coalesce(site.display_name, site.name)) end,
         'readingCount', case when p.computed_at is not null then
                   (select count(*) from re_rating_reading r where r.plan_id = p.id) end) as subject,
       json_build_object(
         'cause', p.cause, 'costTableId', p.cost_table_id, 'metricId', p.metric_id, 'projectId', p.project_id,
         'siteId', p.site_id, 'readingUnit', p.reading_unit,
         'readingFactor', trim_scale(p.reading_factor)::text) as work,
       sums.projects as "projectCount", sums.entries as "entryCount", trim_scale(sums.old)::text as "oldCredits",
       trim_scale(sums.new)::text as "newCredits", trim_scale(sums.new - sums.old)::text as difference,
       trim_scale(sums.moved)::text as moved
  from re_rating_plan p
  left join cost_table t on t.id = p.cost_table_id
  left join metric m on m.id = p.metric_id
  left join project on project.id = p.project_id
  left join site on site.id = p.site_id
 cross join lateral (
   select count(*)::int as projects, coalesce(sum(entry_count), 0)::int as entries,
          coalesce(sum(old_credits), 0) as old, coalesce(sum(new_credits), 0) as new,
          coalesce(sum(abs(new_credits - old_credits)), 0) as moved
     from re_rating_project r where r.plan_id = p.id
 ) sums`;

export function toStoredPlan(row: PlanRow): StoredPlan {
  // The row has the fields of every cause; the check of the table says that those of its own are set.
  const work = { ...row.work, from: row.from, to: row.to } as PlannedWork;
  return { ...toListedPlan(row), work };
}

export function toListedPlan(row: PlanRow): ListedPlan {
  return { plan: toPlan(row), authorId: row.authorId, movedCredits: row.moved };
}

function toPlan(row: PlanRow): ReRatingPlan {
  return {
    id: row.id,
    state: row.state,
    subject: toSubject(row.subject),
    from: row.from,
    to: row.to,
    reason: row.reason,
    author: row.author,
    createdAt: row.createdAt,
    computedAt: row.computedAt,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt,
    decisionReason: row.decisionReason,
    appliedAt: row.appliedAt,
    planJobId: row.planJobId,
    applyJobId: row.applyJobId,
    problem: row.problem,
    needsSecondPerson: false,
    isMine: false,
    totals:
      row.computedAt === null
        ? null
        : {
            projectCount: row.projectCount,
            entryCount: row.entryCount,
            oldCredits: row.oldCredits,
            newCredits: row.newCredits,
            difference: row.difference,
          },
  };
}

/** Leaves out what other causes have. */
function toSubject(row: ReRatingSubject): ReRatingSubject {
  switch (row.cause) {
    case 'cost-table':
      return { cause: row.cause, costTable: row.costTable };
    case 'metric-unit':
      return { cause: row.cause, metric: row.metric, readingUnit: row.readingUnit };
    case 'dismissed-readings': {
      const { cause, metric, project, site, readingCount } = row;
      return { cause, metric, project, site, readingCount };
    }
  }
}
