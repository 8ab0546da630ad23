import {
  metricName,
  type CreditRulesContext,
  type Metric,
  type MetricInput,
} from '@os-credits/contracts';
import { type FieldFault } from '../../../shared/api/api-error.js';
import { decimalFault, type DecimalFault } from '../../../shared/credit-rules/index.js';

/** A metric as it stands in the form: texts as they were typed; '' = not set. */
export type MetricForm = Omit<MetricInput, 'plausibleMaxPerHour' | 'activeFrom' | 'activeTo'> & {
  plausibleMaxPerHour: string;
  activeFrom: string;
  activeTo: string;
};
export type MetricField = keyof MetricForm;

export type MetricFault =
  { reason: DecimalFault | 'metricName' | 'notAfterStart' } | { reason: 'refused'; text: string };
export type MetricFaults = Partial<Record<MetricField, MetricFault>>;

/** The form of a metric; for a new one with the first unit on offer. */
export function formOf(metric: Metric | null, units: CreditRulesContext['units']): MetricForm {
  if (metric === null) {
    const { unit = '', readingUnits = [] } = units[0] ?? {};
    return {
      name: '',
      friendlyName: '',
      description: '',
      unit,
      readingUnit: readingUnits[0] ?? '',
      resetPolicy: 'rebaseline',
      plausibleMaxPerHour: '',
      activeFrom: '',
      activeTo: '',
    };
  }
  const { name, friendlyName, description, unit, readingUnit, resetPolicy } = metric;
  return {
    name,
    friendlyName,
    description,
    unit,
    readingUnit,
    resetPolicy,
    plausibleMaxPerHour: metric.plausibleMaxPerHour ?? '',
    activeFrom: metric.activeFrom ?? '',
    activeTo: metric.activeTo ?? '',
  };
}

/** What is sent to be saved. */
export function inputOf(form: MetricForm): MetricInput {
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    ...form,
    name: form.name.trim(),
    friendlyName: form.friendlyName.trim(),
    description: form.description.trim(),
    plausibleMaxPerHour: orNull(form.plausibleMaxPerHour),
    activeFrom: orNull(form.activeFrom),
    activeTo: orNull(form.activeTo),
  };
}

/** What the API would refuse; empty fields only once somebody tried to save. */
export function metricFaults(form: MetricForm, isTried: boolean): MetricFaults {
  const faults: MetricFaults = {};
  const name = form.name.trim();
  if (name === '') {
    if (isTried) faults.name = { reason: 'required' };
  } else if (!metricName.safeParse(name).success) faults.name = { reason: 'metricName' };
  if (isTried && form.friendlyName.trim() === '') faults.friendlyName = { reason: 'required' };
  const limit =
    form.plausibleMaxPerHour.trim() === '' ? null : decimalFault(form.plausibleMaxPerHour);
  if (limit !== null) faults.plausibleMaxPerHour = { reason: limit };
  const { activeFrom, activeTo } = form;
  if (activeFrom !== '' && activeTo !== '' && Date.parse(activeTo) <= Date.parse(activeFrom)) {
    faults.activeTo = { reason: 'notAfterStart' };
  }
  return faults;
}

const fields: readonly MetricField[] = [
  'name',
  'friendlyName',
  'description',
  'unit',
  'readingUnit',
  'resetPolicy',
  'plausibleMaxPerHour',
  'activeFrom',
  'activeTo',
];

/** The server's complaints at their fields; `hasOthers` where one belongs to none. */
export function refusedMetricFields(faults: readonly FieldFault[]): {
  byField: MetricFaults;
  hasOthers: boolean;
} {
  const byField: MetricFaults = {};
  for (const { pointer, detail } of faults) {
    const field = fields.find((each) => pointer === `/body/${each}`);
    if (field) byField[field] = { reason: 'refused', text: detail };
  }
  return { byField, hasOthers: Object.keys(byField).length < faults.length };
}

/** Fields in which what somebody would save and what somebody else saved are not the same. */
export function metricDifferences(
  mine: MetricInput,
  theirs: MetricInput,
): { field: MetricField; mine: string | null; theirs: string | null }[] {
  return fields
    .map((field) => ({ field, mine: mine[field], theirs: theirs[field] }))
    .filter((each) => each.mine !== each.theirs);
}
