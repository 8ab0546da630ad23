import { Decimal } from '@os-credits/credits';
import { type FieldFault } from '../../../shared/api/api-error.js';
import { decimalFault, rateFault, type DecimalFault } from '../../../shared/credit-rules/index.js';
import { type Draft } from './draft.js';

/** What is wrong with one cell or field. */
export type DraftFault =
  | { reason: DecimalFault | 'duplicateRate' | 'duplicateThreshold' }
  /** The server's own words. */
  | { reason: 'refused'; text: string };

/** By field (`title`, `effectiveFrom`) or by cell (`<row key>.<field>`). */
export type DraftFaults = Readonly<Record<string, DraftFault | undefined>>;

/**
 * What the API would refuse. Before anybody tried to save, empty cells are not yet faults: somebody is
 * about to fill them.
 */
export function draftFaults(draft: Draft, isTried: boolean): DraftFaults {
  const faults: Record<string, DraftFault> = {};
  const note = (at: string, reason: DecimalFault | null): void => {
    if (reason !== null && (reason !== 'required' || isTried)) faults[at] = { reason };
  };
  note('title', draft.title.trim() === '' ? 'required' : null);
  note('effectiveFrom', draft.effectiveFrom === '' ? 'required' : null);
  for (const { key, rate } of draft.rates) note(`${key}.rate`, rateFault(rate));
  for (const { key, value, weight } of draft.weights) {
    note(`${key}.value`, decimalFault(value));
    note(`${key}.weight`, rateFault(weight));
  }
  for (const key of repeated(draft.rates, (row) =>
    // A row that was just added gets its site and project next.
    row.rate.trim() === '' && !isTried
      ? null
      : JSON.stringify([row.metric, row.site, row.project.trim()]),
  )) {
    faults[`${key}.scope`] = { reason: 'duplicateRate' };
  }
  for (const key of repeated(draft.weights, ({ metric, value }) =>
    decimalFault(value) === null
      ? JSON.stringify([metric, Decimal.of(value.trim()).toString()])
      : null,
  )) {
    faults[`${key}.value`] = { reason: 'duplicateThreshold' };
  }
  return faults;
}

/** Keys of the rows that say again what a row above them says; rows without a text say nothing. */
function repeated<Row extends { key: string }>(
  rows: readonly Row[],
  textOf: (row: Row) => string | null,
): string[] {
  const seen = new Set<string>();
  return rows
    .filter((row) => {
      const text = textOf(row);
      if (text === null) return false;
      const isRepeated = seen.has(text);
      seen.add(text);
      return isRepeated;
    })
    .map(({ key }) => key);
}

/** The server's complaints at their cells (`/body/rates/3/project` of the draft that was sent), and others. */
export function refusedCells(
  sent: Draft,
  faults: readonly FieldFault[],
): { byCell: DraftFaults; others: readonly FieldFault[] } {
  const byCell: Record<string, DraftFault> = {};
  const others: FieldFault[] = [];
  for (const fault of faults) {
    const at = cellOf(sent, fault.pointer);
    if (at === null) others.push(fault);
    else byCell[at] = { reason: 'refused', text: fault.detail };
  }
  return { byCell, others };
}

function cellOf(sent: Draft, pointer: string): string | null {
  const [field = '', index = '', column] = pointer
    .replace(/^\/body(?=\/)/, '')
    .split('/')
    .slice(1);
  if (field === 'title' || field === 'note' || field === 'effectiveFrom') return field;
  if (field !== 'rates' && field !== 'weights') return null;
  const row = sent[field][Number(index)];
  if (row === undefined) return null;
  return `${row.key}.${column ?? 'scope'}`;
}
