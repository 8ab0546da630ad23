import { describe, expect, it } from '@jest/globals';
import { usageHistoryParams } from '../usage-history.params.js';
import { bucketsOffered, historyRange } from './history-range.js';

const nowMs = Date.parse('2026-11-22T13:20:00Z');
const range = (search: object) => historyRange(usageHistoryParams.parse(search), nowMs);

describe('historyRange', () => {
  it.each([
    ['24h', '2026-11-21T14:00:00.000Z', '2026-11-22T14:00:00.000Z', 'hour'],
    ['7d', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z', 'day'],
    ['30d', '2026-10-24T00:00:00.000Z', '2026-11-23T00:00:00.000Z', 'day'],
    ['1y', '2025-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z', 'month'],
  ] as const)('%s runs to the end of the running bucket', (preset, from, to, bucket) => {
    expect(range({ range: preset })).toEqual({ from, to, bucket });
  });

  it('takes both days of a custom range whole', () => {
    expect(range({ range: 'custom', from: '2026-09-01', to: '2026-09-30' })).toEqual({
      from: '2026-09-01T00:00:00.000Z',
      to: '2026-10-01T00:00:00.000Z',
      bucket: 'day',
    });
  });

  it.each([
    { range: 'custom', from: '2026-09-30', to: '2026-09-01' },
    { range: 'custom' },
    { range: 'custom', from: '2030-01-01', to: '2030-02-01' },
  ])('falls back to 30 days for %j', (search) => {
    expect(range(search)).toEqual(range({ range: '30d' }));
  });

  it('refuses hours over a year, however the address asks', () => {
    expect(range({ range: '1y', bucket: 'hour' }).bucket).toBe('month');
    expect(bucketsOffered(usageHistoryParams.parse({ range: '1y' }), nowMs)).toEqual([
      'day',
      'month',
    ]);
  });
});

describe('usageHistoryParams', () => {
  it('falls back parameter by parameter', () => {
    const parsed = usageHistoryParams.parse({
      range: 'forever',
      from: 'yesterday',
      bucket: 'week',
      by: 'site',
      view: '<script>',
    });
    expect(parsed).toMatchObject({ range: '30d', bucket: 'auto', by: 'site', view: 'chart' });
    expect(parsed.from).toBeUndefined();
  });
});
