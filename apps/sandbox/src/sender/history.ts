import { HOUR_MS } from '../cloud/cloud.js';
import type { UsageMetric, World } from '../cloud/world.js';
import { targetSample, type Target } from './target.js';
import type { Sample } from './write-request.js';

const METRICS: readonly UsageMetric[] = ['project_vcpu_usage', 'project_mb_usage'];

/**
 * The readings of the past: every series at every full hour from the origin of the world up to
 * `untilMs`, in order of time, in batches. The counters are those that the exporters go on with.
 */
export function* historyBatches(
  world: World,
  targets: readonly Target[],
  untilMs: number,
  batchSize: number,
): Generator<readonly Sample[]> {
  let batch: Sample[] = [];
  for (let hourMs = world.state.originMs; hourMs <= untilMs; hourMs += HOUR_MS) {
    for (const sample of readingsAt(world, targets, hourMs)) {
      batch.push(sample);
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** The readings of every series at one instant. */
export function readingsAt(
  world: World,
  targets: readonly Target[],
  timestampMs: number,
): readonly Sample[] {
  return targets.flatMap((target) =>
    METRICS.flatMap((metric) =>
      world
        .usageValues(target.site, metric, timestampMs)
        .map(({ labels, value }) =>
          targetSample(target, metric, Object.entries(labels), { value, timestampMs }),
        ),
    ),
  );
}
