import { expect, it } from '@jest/globals';
import { freshnessOf } from './freshness.js';

const nowMs = Date.parse('2026-11-22T12:00:00Z');

it.each([
  [null, 'unknown'],
  ['2026-11-22T11:59:00.000Z', 'fresh'],
  ['2026-11-22T10:00:00.000Z', 'fresh'],
  ['2026-11-22T09:59:59.000Z', 'stale'],
] as const)('usage complete to %s is %s', (asOf, freshness) => {
  expect(freshnessOf(asOf, nowMs)).toBe(freshness);
});
