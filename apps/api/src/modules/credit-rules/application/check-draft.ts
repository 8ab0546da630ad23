import { Decimal } from '@os-credits/credits';
import { type CostTable, type CostTableInput } from '@os-credits/contracts';
import { invalidRequest, type FieldFault } from '../../../platform/problems/index.js';
import { type DraftContent, type KnownNames } from './cost-table.ports.js';

/** A table that takes effect later than this is a slip of the keyboard. */
const YEARS_AHEAD_MAX = 10;

export interface DraftContext {
  readonly names: KnownNames;
  /** ISO 8601; no table takes effect before it. */
  readonly accountingStart: string;
  readonly now: Date;
  /** Weights that were set before: one that is still the same keeps its time. */
  readonly earlierWeights: CostTable['weights'];
}

/**
 * Checks a draft and replaces names by ids.
 *
 * @throws DomainError `invalid-request` naming every fault: unknown metrics, sites and projects, rows that
 *   are there twice, an effective time before the accounting start
 */
export function checkDraft(input: CostTableInput, context: DraftContext): DraftContent {
  const faults: FieldFault[] = [
    ...timeFaults(input.effectiveFrom, context),
    ...input.rates.flatMap((row, index) =>
      unknownNames(row, `/body/rates/${index}`, context.names),
    ),
    ...input.weights.flatMap((row, index) =>
      unknownNames({ ...row, site: null, project: null }, `/body/weights/${index}`, context.names),
    ),
    ...duplicates(
      input.rates,
      (row) => JSON.stringify([row.metric, row.site, row.project]),
      (index) => [
        `/body/rates/${index}`,
        'this metric has a rate for this site and project already',
      ],
    ),
    ...duplicates(
      input.weights,
      (row) => JSON.stringify([row.metric, Decimal.of(row.value).toString()]),
      (index) => [
        `/body/weights/${index}/value`,
        'this metric has a weight for this threshold already',
      ],
    ),
  ];
  if (faults.length > 0) throw invalidRequest(faults);
  return toContent(input, context);
}

function toContent(input: CostTableInput, context: DraftContext): DraftContent {
  const { metrics, sites, projects } = context.names;
  const earlier = new Map(context.earlierWeights.map((one) => [weightKey(one), one.setAt]));
  return {
    title: input.title,
    note: input.note,
    effectiveFrom: input.effectiveFrom,
    rates: input.rates.map((row) => ({
      metricId: idOf(metrics, row.metric),
      siteId: row.site === null ? null : idOf(sites, row.site),
      projectId: row.project === null ? null : idOf(projects, row.project),
      rate: row.rate,
    })),
    weights: input.weights.map((row) => ({
      metricId: idOf(metrics, row.metric),
      value: row.value,
      weight: row.weight,
      setAt: earlier.get(weightKey(row)) ?? context.now.toISOString(),
    })),
  };
}

function weightKey(row: { metric: string; value: string; weight: string }): string {
  return JSON.stringify([
    row.metric,
    Decimal.of(row.value).toString(),
    Decimal.of(row.weight).toString(),
  ]);
}

function idOf(ids: ReadonlyMap<string, number>, name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`${name} was checked to exist`);
  return id;
}

function timeFaults(effectiveFrom: string, { accountingStart, now }: DraftContext): FieldFault[] {
  const pointer = '/body/effectiveFrom';
  const at = Date.parse(effectiveFrom);
  if (at < Date.parse(accountingStart)) {
    const detail = `lies before the accounting start, ${accountingStart}`;
    return [{ pointer, code: 'before-accounting-start', detail }];
  }
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + YEARS_AHEAD_MAX);
  if (at <= latest.getTime()) return [];
  return [
    { pointer, code: 'too-far-ahead', detail: `may lie at most ${YEARS_AHEAD_MAX} years ahead` },
  ];
}

function unknownNames(
  row: { readonly metric: string; readonly site: string | null; readonly project: string | null },
  pointer: string,
  { metrics, sites, projects }: KnownNames,
): FieldFault[] {
  const faults: FieldFault[] = [];
  const check = (field: string, name: string | null, known: ReadonlyMap<string, number>) => {
    if (name === null || known.has(name)) return;
    const detail = `there is no ${field} "${name.slice(0, 100)}"`;
    faults.push({ pointer: `${pointer}/${field}`, code: `unknown-${field}`, detail });
  };
  check('metric', row.metric, metrics);
  check('site', row.site, sites);
  check('project', row.project, projects);
  return faults;
}

function duplicates<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  faultAt: (index: number) => readonly [pointer: string, detail: string],
): FieldFault[] {
  const seen = new Set<string>();
  return rows.flatMap((row, index) => {
    const key = keyOf(row);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const [pointer, detail] = faultAt(index);
    return [{ pointer, code: 'duplicate', detail }];
  });
}
