import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../cloud/cloud.js';
import { carelessRequests, silentSiteSamples } from './trouble-story.js';

const NOW_MS = Date.parse('2026-11-22T14:20:00Z');

describe('silentSiteSamples', () => {
  const samples = silentSiteSamples(NOW_MS);
  const hoursAgo = samples.map(({ timestampMs }) => (NOW_MS - timestampMs) / HOUR_MS);

  it('never grow, so that no balance moves', () => {
    const values = samples.map(({ value }) => value);
    expect(values).toEqual([...values].sort((left, right) => right - left));
    expect(new Set(values)).toEqual(new Set([240, 0]));
  });

  it('come in order of time with one gap, and stop hours ago', () => {
    expect(hoursAgo).toEqual([...hoursAgo].sort((left, right) => right - left));
    const pauses = hoursAgo.slice(1).map((hours, index) => (hoursAgo[index] ?? 0) - hours);
    expect(pauses.filter((pause) => pause > 1)).toEqual([expect.closeTo(5)]);
    expect(Math.min(...hoursAgo)).toBeGreaterThan(3);
  });
});

describe('carelessRequests', () => {
  it('are the same at the same time, one fault each', () => {
    expect(carelessRequests(NOW_MS)).toEqual(carelessRequests(NOW_MS));
    expect(carelessRequests(NOW_MS).map((body) => body.trimEnd().split('\n').length)).toEqual([
      12, 4, 4, 2, 3, 1,
    ]);
  });

  it('carry times beyond the ten minutes that clocks may be ahead', () => {
    const [ahead = ''] = carelessRequests(NOW_MS);
    const times = ahead
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(' ').at(-1)) / 1e6);
    expect(Math.min(...times) - NOW_MS).toBeGreaterThan(10 * 60_000);
    expect(Math.max(...times) - NOW_MS).toBeLessThan(30 * 60_000);
  });
});
