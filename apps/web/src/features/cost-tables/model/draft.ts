import { type CostTable, type CostTableInput } from '@os-credits/contracts';
import { pasted } from './paste-cells.js';

/** A rate as it stands in the editor; '' as site or project = every one. */
export type RateRow = { key: string; metric: string; site: string; project: string; rate: string };
/** A size weight as it stands in the editor. `setAt` is null until it is saved. */
export type WeightRow = {
  key: string;
  metric: string;
  value: string;
  weight: string;
};

/** The columns of the sheets, in their order. */
const rateFields = ['site', 'project', 'rate'] as const;
export const weightFields = ['value', 'weight'] as const;
export type RateField = (typeof rateFields)[number];
export type WeightField = (typeof weightFields)[number];

/** What stands in the editor of a draft: texts as they were typed. */
export type Draft = {
  title: string;
  note: string;
  /** ISO 8601, or '' where the control names no instant. */
  effectiveFrom: string;
  rates: readonly RateRow[];
  weights: readonly WeightRow[];
  nextKey: number;
};

export type DraftAction =
  | { kind: 'text'; field: 'title' | 'note' | 'effectiveFrom'; text: string }
  | { kind: 'add-rate'; metric: string }
  | { kind: 'change-rate'; key: string; field: RateField; text: string }
  | { kind: 'add-weight'; metric: string }
  | { kind: 'change-weight'; key: string; field: WeightField; text: string }
  /** Cells from a sheet, the first of them into the named one. */
  | { kind: 'paste-rates'; key: string; field: RateField; cells: string[][] }
  | { kind: 'paste-weights'; key: string; field: WeightField; cells: string[][] }
  | { kind: 'remove'; key: string }
  | { kind: 'begin'; draft: Draft };

export function emptyDraft(effectiveFrom: string): Draft {
  return { title: '', note: '', effectiveFrom, rates: [], weights: [], nextKey: 1 };
}

/** A saved draft as the editor shows it. */
export function draftOf(table: CostTable): Draft {
  return {
    title: table.title,
    note: table.note,
    effectiveFrom: table.effectiveFrom,
    rates: table.rates.map((row, index) => ({
      key: `rate-${index}`,
      metric: row.metric,
      site: row.site ?? '',
      project: row.project ?? '',
      rate: row.rate,
    })),
    weights: table.weights.map((row, index) => ({
      key: `weight-${index}`,
      metric: row.metric,
      value: row.value,
      weight: row.weight,
    })),
    nextKey: 1,
  };
}

/** What is sent to be saved: rows in the order of the editor, so that faults find their way back. */
export function inputOf(draft: Draft): CostTableInput {
  return {
    title: draft.title.trim(),
    note: draft.note.trim(),
    effectiveFrom: draft.effectiveFrom,
    rates: draft.rates.map(({ metric, site, project, rate }) => ({
      metric,
      site: site === '' ? null : site,
      project: project.trim() === '' ? null : project.trim(),
      rate: rate.trim(),
    })),
    weights: draft.weights.map(({ metric, value, weight }) => ({
      metric,
      value: value.trim(),
      weight: weight.trim(),
    })),
  };
}

/** True where both would be saved as the same table, whatever the order of their rows. */
export function isSameDraft(one: Draft, other: Draft): boolean {
  return canonical(one) === canonical(other);
}

function canonical(draft: Draft): string {
  const { rates, weights, ...rest } = inputOf(draft);
  const sorted = (rows: readonly object[]): string[] =>
    rows.map((row) => JSON.stringify(row)).sort();
  return JSON.stringify([rest, sorted(rates), sorted(weights)]);
}

/** Pure: the draft after one act of its editor. */
export function reduceDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.kind) {
    case 'text':
      return { ...draft, [action.field]: action.text };
    case 'add-rate': {
      const row = emptyRate(draft, action.metric);
      return { ...draft, rates: [...draft.rates, row], nextKey: draft.nextKey + 1 };
    }
    case 'paste-rates': {
      const at = draft.rates.find(({ key }) => key === action.key);
      if (!at) return draft;
      const rates = pasted({
        rows: draft.rates,
        group: draft.rates.filter(({ metric }) => metric === at.metric),
        at: { row: at, field: action.field },
        fields: rateFields,
        cells: action.cells,
        newRow: (index) => emptyRate(draft, at.metric, index),
      });
      return { ...draft, rates, nextKey: draft.nextKey + action.cells.length };
    }
    case 'change-rate':
      return { ...draft, rates: changed(draft.rates, action) };
    case 'add-weight': {
      const row = emptyWeight(draft, action.metric);
      return { ...draft, weights: [...draft.weights, row], nextKey: draft.nextKey + 1 };
    }
    case 'paste-weights': {
      const at = draft.weights.find(({ key }) => key === action.key);
      if (!at) return draft;
      const weights = pasted({
        rows: draft.weights,
        group: draft.weights.filter(({ metric }) => metric === at.metric),
        at: { row: at, field: action.field },
        fields: weightFields,
        cells: action.cells,
        newRow: (index) => emptyWeight(draft, at.metric, index),
      });
      return { ...draft, weights, nextKey: draft.nextKey + action.cells.length };
    }
    case 'change-weight':
      return { ...draft, weights: changed(draft.weights, action) };
    case 'remove':
      return {
        ...draft,
        rates: draft.rates.filter(({ key }) => key !== action.key),
        weights: draft.weights.filter(({ key }) => key !== action.key),
      };
    case 'begin':
      return action.draft;
  }
}

/** The `ahead`-th row that the draft does not have yet. */
function emptyRate({ nextKey }: Draft, metric: string, ahead = 0): RateRow {
  return { key: `new-${nextKey + ahead}`, metric, site: '', project: '', rate: '' };
}

function emptyWeight({ nextKey }: Draft, metric: string, ahead = 0): WeightRow {
  return { key: `new-${nextKey + ahead}`, metric, value: '', weight: '' };
}

function changed<Row extends { key: string }>(
  rows: readonly Row[],
  { key, field, text }: { key: string; field: string; text: string },
): Row[] {
  return rows.map((row) => (row.key === key ? { ...row, [field]: text } : row));
}
