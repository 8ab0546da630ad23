/** Changes that have words here; others go by their own name. */
export const actions = [
  'cost-table.create',
  'cost-table.change',
  'cost-table.delete',
  'cost-table.request-publication',
  'cost-table.withdraw-publication',
  'cost-table.publish',
  'metric.create',
  'metric.change',
  're-rating-plan.approve',
  're-rating-plan.reject',
  'held-charge.release',
  'held-charge.dismiss',
  'quarantine.release',
  'quarantine.dismiss',
] as const;
