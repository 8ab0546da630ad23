import { describe, expect, it } from '@jest/globals';
import { tableAfter } from './table-after.js';

const table = (
  title: string,
  effectiveFrom: string,
  appliesFrom: string | null = effectiveFrom,
) => ({
  title,
  effectiveFrom,
  appliesFrom,
});
const first = table('first', '1970-01-01T00:00:00Z');
const late = table('late', '2026-04-01T00:00:00Z', '2026-04-10T12:00:00Z');
const winter = table('winter', '2026-12-01T00:00:00Z');

describe('the table that takes over from a draft', () => {
  it.each([
    ['is none where the draft is the last', '2027-01-01T00:00:00Z', [first, late, winter], null],
    ['is the next one', '2026-11-01T00:00:00Z', [winter, late, first], 'winter'],
    [
      'is the one that applies first, also a late one',
      '2026-01-01T00:00:00Z',
      [winter, late],
      'late',
    ],
    ['is none of those of the same time', '2026-12-01T00:00:00Z', [winter], null],
    ['is no draft', '2026-01-01T00:00:00Z', [table('draft', '2026-02-01T00:00:00Z', null)], null],
  ])('%s', (_, effectiveFrom, tables, title) => {
    expect(tableAfter(effectiveFrom, tables)?.title ?? null).toBe(title);
  });
});
