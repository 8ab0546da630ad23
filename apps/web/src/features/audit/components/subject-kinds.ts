/** Kinds of things whose changes have words here; others go by their own name. */
export const subjectKinds = [
  'cost-table',
  'metric',
  're-rating-plan',
  'held-charge',
  'quarantine',
  'data-quality-event',
  'job-type',
] as const;
