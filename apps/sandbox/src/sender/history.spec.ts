import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../cloud/cloud.js';
import { SITES } from '../cloud/sites.js';
import { TEST_START_MS, testWorld } from '../testing/test-world.js';
import { historyBatches } from './history.js';
import type { Sample } from './write-request.js';

const world = testWorld({ historyDays: 4 });
const targets = SITES.map((site) => ({ site, url: 'unused', instance: `${site.key}:1` }));
const batches = [...historyBatches(world, targets, TEST_START_MS, 2_000)];
const samples = batches.flat();

function series(sample: Sample): string {
  return JSON.stringify(sample.labels);
}

describe('historyBatches', () => {
  it('comes in full batches, in order of time, at full hours', () => {
    expect(batches.slice(0, -1).map(({ length }) => length)).toEqual(
      batches.slice(0, -1).map(() => 2_000),
    );
    const times = samples.map(({ timestampMs }) => timestampMs);
    expect(times).toEqual([...times].sort((left, right) => left - right));
    expect(times.filter((time) => time % HOUR_MS !== 0)).toEqual([]);
    expect(times[0]).toBe(world.state.originMs);
    expect(times.at(-1)).toBe(Math.floor(TEST_START_MS / HOUR_MS) * HOUR_MS);
  });

  it('has each series at each hour since it exists', () => {
    const counts = new Map<string, number>();
    for (const sample of samples) counts.set(series(sample), (counts.get(series(sample)) ?? 0) + 1);
    // Four days back to midnight, the hours of the day so far, and the one of the origin.
    expect(new Set(counts.values())).toEqual(new Set([4 * 24 + 8 + 1, 2 * 24 + 8 + 1]));
  });

  it('goes over into the live counters without a seam', () => {
    const last = new Map(samples.map((sample) => [series(sample), sample]));
    const live = [...historyBatches(world, targets, TEST_START_MS + HOUR_MS, 2_000)].flat();
    const next = new Map(live.map((sample) => [series(sample), sample]));
    expect(next.size).toBe(last.size);
    for (const [key, { value }] of last) {
      const growth = (next.get(key)?.value ?? 0) - value;
      expect(growth).toBeGreaterThanOrEqual(0);
      expect(growth).toBeLessThan(2_000);
    }
  });
});
