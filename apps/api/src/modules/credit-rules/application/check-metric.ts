import { parseUnit, readingFactor, unitsOffered } from '@os-credits/credits';
import { type Metric, type MetricInput } from '@os-credits/contracts';
import { DomainError, invalidRequest, type FieldFault } from '../../../platform/problems/index.js';
import { type CheckedMetric, type MetricRecord } from './metric.ports.js';

type NamesInUse = readonly { id: number; name: string; friendlyName: string }[];

/**
 * Checks a definition against the units on offer and the names that other metrics have.
 *
 * @param ownId of the metric that is changed; null for a new one
 * @throws DomainError `invalid-request` naming every fault
 */
export function checkMetric(
  metric: MetricInput,
  ownId: number | null,
  names: NamesInUse,
): CheckedMetric {
  const others = names.filter((one) => one.id !== ownId);
  const unit = parseUnit(metric.unit);
  const readingUnit = parseUnit(metric.readingUnit);
  const factor = readingFactor(unit, readingUnit);
  const faults: FieldFault[] = [
    ...nameFaults(metric, others),
    ...unitFaults(unit, readingUnit, factor),
    ...spanFaults(metric),
  ];
  if (faults.length > 0 || factor === null) throw invalidRequest(faults);
  return { ...metric, unit, readingUnit, readingFactor: factor };
}

function nameFaults(metric: MetricInput, others: NamesInUse): FieldFault[] {
  const faults: FieldFault[] = [];
  if (others.some((one) => one.name === metric.name))
    faults.push(fault('name', 'duplicate', `another metric has the name "${metric.name}"`));
  // Both kinds of names are looked up in one place, so they must not cross either.
  const taken = others.find(
    (one) =>
      one.friendlyName.toLowerCase() === metric.friendlyName.toLowerCase() ||
      one.name === metric.friendlyName,
  );
  if (taken !== undefined) {
    const detail = `the metric "${taken.name}" is called "${taken.friendlyName}" already`;
    faults.push(fault('friendlyName', 'duplicate', detail));
  }
  return faults;
}

function unitFaults(unit: string, readingUnit: string, factor: string | null): FieldFault[] {
  const offered = unitsOffered().find((one) => one.unit === unit);
  if (offered === undefined) {
    const names = unitsOffered().map((one) => one.unit);
    return [fault('unit', 'unknown-unit', `is no unit on offer; use ${names.join(', ')}`)];
  }
  if (factor !== null) return [];
  const detail = `"${readingUnit}" does not convert to ${unit}; use ${offered.readingUnits.join(' or ')}`;
  return [fault('readingUnit', 'unknown-unit', detail)];
}

function spanFaults({ activeFrom, activeTo }: MetricInput): FieldFault[] {
  if (activeFrom === null || activeTo === null || Date.parse(activeTo) > Date.parse(activeFrom))
    return [];
  return [fault('activeTo', 'not-after-start', 'must lie after activeFrom')];
}

function fault(field: string, code: string, detail: string): FieldFault {
  return { pointer: `/body/${field}`, code, detail };
}

/** Fields that what was rated fixes, each with what to do instead. */
export function lockedFields(
  metric: MetricRecord,
  unitsBySetting: ReadonlyMap<string, string> | undefined,
): Metric['locked'] {
  const locked: Metric['locked'] = [];
  if (metric.seriesCount > 0) {
    const reason = `Readings came in under "${metric.name}"; under another name they would be unknown. Make a new metric instead.`;
    locked.push({ field: 'name', reason });
  }
  if (metric.lastReadingAt !== null || metric.isPriced) {
    const reason = `Rates and charges refer to ${metric.unit}. Make a new metric and end this one.`;
    locked.push({ field: 'unit', reason });
  }
  if (unitsBySetting?.has(metric.name) === true) {
    const reason = 'The setting METRIC_READING_UNITS names this metric; it decides.';
    locked.push({ field: 'readingUnit', reason });
  }
  return locked;
}

/** @throws DomainError `metric-locked` where a locked field changes */
export function refuseLocked(
  before: MetricRecord,
  after: CheckedMetric,
  locked: Metric['locked'],
): void {
  const hit = locked.filter(({ field }) => before[field] !== after[field]);
  if (hit.length === 0) return;
  throw new DomainError({
    code: 'metric-locked',
    kind: 'conflict',
    message: hit.map(({ field, reason }) => `${field} cannot change: ${reason}`).join(' '),
    errors: hit.map(({ field, reason }) => fault(field, 'locked', reason)),
  });
}
