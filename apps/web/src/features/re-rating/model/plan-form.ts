import {
  reRatingCause,
  type Metric,
  type ReRatingCause,
  type ReRatingPlan,
  type ReRatingRequest,
} from '@os-credits/contracts';
import { z } from 'zod';
import { type FieldFault } from '../../../shared/api/api-error.js';
import { isReason } from '../../../shared/staff-ui/index.js';

const text = z.string().max(256).catch('');

/** What the address may fill in beforehand, so that other pages can lead here. */
export const newPlanParams = z.object({
  cause: reRatingCause.catch('cost-table'),
  costTableId: text,
  metric: text,
  project: text,
  site: text,
  from: text,
  to: text,
});

/** A plan while it is asked for: text as typed, '' for none. */
export type PlanForm = z.output<typeof newPlanParams> & {
  readingUnit: string;
  reason: string;
};
export type PlanField = Exclude<keyof PlanForm, 'cause' | 'reason'>;
export type PlanFaults = Partial<Record<PlanField, string>>;

const required: Record<ReRatingCause, readonly PlanField[]> = {
  'cost-table': ['costTableId'],
  'metric-unit': ['metric', 'readingUnit', 'from'],
  'dismissed-readings': ['project', 'metric', 'from', 'to'],
};
const fields = ['costTableId', 'metric', 'readingUnit', 'project', 'site', 'from', 'to'] as const;

/** Fields that keep a plan from being asked for, as keys of `fault`. */
export function planFaults(
  form: PlanForm,
): Partial<Record<PlanField, 'required' | 'notAfterStart'>> {
  const faults: ReturnType<typeof planFaults> = {};
  for (const field of required[form.cause])
    if (form[field].trim() === '') faults[field] = 'required';
  const isOrdered =
    form.cause === 'cost-table' || form.from === '' || form.to === '' || form.from < form.to;
  if (!isOrdered) faults.to = 'notAfterStart';
  return faults;
}

/** True where the API may be asked. */
export function isComplete(form: PlanForm): boolean {
  return Object.keys(planFaults(form)).length === 0 && isReason(form.reason);
}

/** What the server refused, by field; others belong to the form as a whole. */
export function refusedFields(faults: readonly FieldFault[]): PlanFaults {
  const byField: PlanFaults = {};
  for (const { pointer, detail } of faults) {
    const field = fields.find((each) => pointer === `/body/${each}`);
    if (field) byField[field] = detail;
  }
  return byField;
}

export function requestOf(form: PlanForm): ReRatingRequest {
  const { cause, metric, from, to } = form;
  const reason = form.reason.trim();
  switch (cause) {
    case 'cost-table':
      return { cause, costTableId: Number(form.costTableId), reason };
    case 'metric-unit': {
      const until = to === '' ? {} : { to };
      return { cause, metric, readingUnit: form.readingUnit, from, ...until, reason };
    }
    case 'dismissed-readings': {
      const atSite = form.site === '' ? {} : { site: form.site };
      return { cause, project: form.project.trim(), metric, ...atSite, from, to, reason };
    }
  }
}

/** Asks for the same plan once more. */
export function requestAgain(plan: ReRatingPlan, reason: string): ReRatingRequest {
  const { subject, from, to } = plan;
  switch (subject.cause) {
    case 'cost-table':
      return { cause: subject.cause, costTableId: subject.costTable.id, reason };
    case 'metric-unit': {
      const { cause, metric, readingUnit } = subject;
      return { cause, metric: metric.name, readingUnit, from, to, reason };
    }
    case 'dismissed-readings': {
      const { cause, metric, project, site } = subject;
      const atSite = site === null ? {} : { site: site.name };
      return { cause, project, metric: metric.name, ...atSite, from, to, reason };
    }
  }
}

/** Units that a metric's counter may be in, other than the one it is said to be in first. */
export function readingUnitsOf(
  metric: Pick<Metric, 'unit' | 'readingUnit'> | undefined,
  units: readonly { unit: string; readingUnits: string[] }[],
): string[] {
  const offered = units.find(({ unit }) => unit === metric?.unit)?.readingUnits ?? [];
  return [...offered].sort(
    (a, b) => Number(a === metric?.readingUnit) - Number(b === metric?.readingUnit),
  );
}
