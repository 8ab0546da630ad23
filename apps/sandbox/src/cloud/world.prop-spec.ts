import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exposition } from '../exporter/exposition.js';
import { TEST_START_MS, testWorld } from '../testing/test-world.js';
import { DAY_MS } from './machine-schedule.js';
import { SITES } from './sites.js';
import type { World } from './world.js';

const instant = fc.integer({ min: TEST_START_MS - 20 * DAY_MS, max: TEST_START_MS + 5 * DAY_MS });
const seed = fc.integer({ min: 0, max: 0xff_ff_ff_ff });
const runs = { numRuns: 20 };

/** Twenty days of history are enough for every pattern, and quick to add up. */
function smallWorld(part: { seed?: number } = {}): World {
  return testWorld({ historyDays: 20, ...part });
}

function answers(world: World, atMs: number): string {
  return SITES.map((site) => exposition(world, site, atMs, 'prometheus')).join('');
}

function counters(world: World, atMs: number): Map<string, number> {
  const metrics = ['project_vcpu_usage', 'project_mb_usage'] as const;
  const values = SITES.flatMap((site) =>
    metrics.flatMap((metric) =>
      world
        .usageValues(site, metric, atMs)
        .map(
          ({ labels, value }) => [`${site.key}/${metric}/${labels.project_name}`, value] as const,
        ),
    ),
  );
  return new Map(values);
}

describe('the world', () => {
  it('answers the same bytes for the same seed and instant, whatever was asked before', () => {
    fc.assert(
      fc.property(seed, instant, fc.array(instant, { maxLength: 3 }), (seedOf, at, earlier) => {
        const busy = smallWorld({ seed: seedOf });
        for (const other of earlier) answers(busy, other);
        return answers(busy, at) === answers(smallWorld({ seed: seedOf }), at);
      }),
      runs,
    );
  });

  it('is another world with another seed', () => {
    fc.assert(
      fc.property(seed, (seedOf) => {
        const one = answers(smallWorld({ seed: seedOf }), TEST_START_MS);
        const other = answers(smallWorld({ seed: (seedOf + 1) % 0x1_0000_0000 }), TEST_START_MS);
        return one !== other;
      }),
      runs,
    );
  });

  it('never lets a counter fall, at any speed of the clock and with usage added by hand', () => {
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: DAY_MS / 4 }),
      speed: fc.constantFrom(0, 0.5, 1, 60),
      vcpu: fc.integer({ min: 0, max: 3_600_000_000 }),
    });
    fc.assert(
      fc.property(instant, fc.array(step, { minLength: 1, maxLength: 5 }), (begin, steps) => {
        const world = smallWorld();
        let atMs = TEST_START_MS;
        let before = counters(world, Math.min(begin, atMs));
        for (const { afterMs, speed, vcpu } of steps) {
          atMs += afterMs;
          world.setSpeed(speed, atMs);
          world.bump({ project: 'my-project', locationId: '8676', vcpu, gib: vcpu }, atMs);
          const now = counters(world, atMs);
          for (const [series, value] of before) {
            expect(now.get(series)).toBeGreaterThanOrEqual(value);
          }
          before = now;
        }
      }),
      runs,
    );
  });

  it('adds by hand exactly what was asked, while the clock stands still', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (hours) => {
        const world = smallWorld();
        world.setSpeed(0, TEST_START_MS);
        const [site] = SITES;
        const used = () =>
          counters(world, TEST_START_MS + DAY_MS).get(`${site.key}/project_vcpu_usage/my-project`);
        const before = used() ?? 0;
        const vcpu = hours * 3_600_000;
        world.bump({ project: 'my-project', locationId: '8676', vcpu, gib: 0 }, TEST_START_MS + 1);
        expect(used()).toBeCloseTo(before + hours, 6);
      }),
      runs,
    );
  });
});
