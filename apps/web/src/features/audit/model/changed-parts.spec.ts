import { expect, it } from '@jest/globals';
import { changedParts } from './changed-parts.js';

it('keeps only what differs, and of lists only the rows that the other side lacks', () => {
  const rate = (metric: string, amount: string) => ({ metric, rate: amount });
  expect(
    changedParts(
      { title: 'A', note: 'same', rates: [rate('cpu', '1'), rate('ram', '0.3')] },
      { title: 'B', note: 'same', rates: [rate('cpu', '2'), rate('ram', '0.3')], version: 2 },
    ),
  ).toEqual({
    before: { title: 'A', rates: [rate('cpu', '1')] },
    after: { title: 'B', rates: [rate('cpu', '2')], version: 2 },
  });
});

it('keeps a side whole where the other is not there', () => {
  expect(changedParts(null, { title: 'A' })).toEqual({ before: null, after: { title: 'A' } });
});
