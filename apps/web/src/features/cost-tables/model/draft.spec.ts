import { describe, expect, it } from '@jest/globals';
import { draftFaults, refusedCells } from './draft-faults.js';
import { draftOf, emptyDraft, inputOf, isSameDraft, reduceDraft, type Draft } from './draft.js';
import { cellsOfText } from './paste-cells.js';
import { costTableOf } from '../../../testing/cost-table-answers.js';

const cpu = 'project_vcpu_usage';

function edited(actions: readonly Parameters<typeof reduceDraft>[1][]): Draft {
  return actions.reduce(reduceDraft, emptyDraft('2026-12-01T00:00:00.000Z'));
}

const twoRates = edited([
  { kind: 'text', field: 'title', text: ' Winter ' },
  { kind: 'add-rate', metric: cpu },
  { kind: 'add-rate', metric: cpu },
  { kind: 'change-rate', key: 'new-1', field: 'rate', text: '1.5' },
  { kind: 'change-rate', key: 'new-2', field: 'rate', text: ' 2 ' },
]);

describe('a draft', () => {
  it('is sent trimmed, with null for every site and every project', () => {
    expect(inputOf(twoRates)).toEqual({
      title: 'Winter',
      note: '',
      effectiveFrom: '2026-12-01T00:00:00.000Z',
      rates: [
        { metric: cpu, site: null, project: null, rate: '1.5' },
        { metric: cpu, site: null, project: null, rate: '2' },
      ],
      weights: [],
    });
  });

  it('is the same as what was read, also after a row went and came back', () => {
    const read = draftOf(costTableOf());
    const [row] = read.rates;
    const without = reduceDraft(read, { kind: 'remove', key: row!.key });
    expect(isSameDraft(without, read)).toBe(false);
    expect(isSameDraft({ ...without, rates: [...without.rates, row!] }, read)).toBe(true);
  });
});

describe('cells from a sheet', () => {
  it('are rows by line and cells by tab; a single cell is left to its input', () => {
    expect(cellsOfText('a\t 1 \r\nb\t2\r\n')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(cellsOfText('1.5')).toBeNull();
    expect(cellsOfText('1.5\n')).toBeNull();
  });

  it('fill down and to the right, and add the rows that are missing', () => {
    const draft = reduceDraft(twoRates, {
      kind: 'paste-rates',
      key: 'new-2',
      field: 'project',
      cells: [['a', '3', 'beyond the table'], ['b', '4,5'], ['c']],
    });
    expect(draft.rates.map(({ key, project, rate }) => [key, project, rate])).toEqual([
      ['new-1', '', '1.5'],
      ['new-2', 'a', '3'],
      ['new-3', 'b', '4,5'],
      ['new-4', 'c', ''],
    ]);
    const next = reduceDraft(draft, { kind: 'add-rate', metric: cpu }).rates.at(-1)!;
    expect(draft.rates.map(({ key }) => key)).not.toContain(next.key);
  });

  it('stay within the metric that they are pasted into', () => {
    const weights = edited([
      { kind: 'add-weight', metric: cpu },
      { kind: 'add-weight', metric: 'ram' },
    ]);
    const cells = [
      ['8', '1'],
      ['16', '2'],
    ];
    const at = { kind: 'paste-weights', key: 'new-1', field: 'value', cells } as const;
    expect(reduceDraft(weights, at).weights.map(({ metric, value }) => [metric, value])).toEqual([
      [cpu, '8'],
      ['ram', ''],
      [cpu, '16'],
    ]);
  });
});

describe('faults of a draft', () => {
  it('are told at the later of two rows for one metric, site and project', () => {
    expect(draftFaults(twoRates, false)).toEqual({ 'new-2.scope': { reason: 'duplicateRate' } });
  });

  it('see that 8 and 8.0 are one threshold', () => {
    const draft = edited([
      { kind: 'add-weight', metric: cpu },
      { kind: 'add-weight', metric: cpu },
      { kind: 'change-weight', key: 'new-1', field: 'value', text: '8' },
      { kind: 'change-weight', key: 'new-2', field: 'value', text: '8.0' },
    ]);
    expect(draftFaults(draft, false)).toEqual({ 'new-2.value': { reason: 'duplicateThreshold' } });
  });

  it('call a comma a comma at once, and an empty cell only after somebody tried', () => {
    const draft = edited([
      { kind: 'add-rate', metric: cpu },
      { kind: 'change-rate', key: 'new-1', field: 'rate', text: '1,5' },
      { kind: 'add-weight', metric: cpu },
    ]);
    expect(draftFaults(draft, false)).toEqual({ 'new-1.rate': { reason: 'comma' } });
    expect(Object.keys(draftFaults(draft, true)).sort()).toEqual([
      'new-1.rate',
      'new-2.value',
      'new-2.weight',
      'title',
    ]);
  });

  it('of the server come back to the cells that were sent', () => {
    const { byCell, others } = refusedCells(twoRates, [
      { pointer: '/body/rates/1/site', code: 'unknown-site', detail: 'there is no site "x"' },
      { pointer: '/body/rates/0', code: 'duplicate', detail: 'twice' },
      { pointer: '/body/effectiveFrom', code: 'before', detail: 'too early' },
      { pointer: '/body/else', code: 'else', detail: 'something' },
    ]);
    expect(byCell).toEqual({
      'new-2.site': { reason: 'refused', text: 'there is no site "x"' },
      'new-1.scope': { reason: 'refused', text: 'twice' },
      effectiveFrom: { reason: 'refused', text: 'too early' },
    });
    expect(others).toHaveLength(1);
  });
});
