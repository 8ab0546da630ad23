import { HOUR_MS } from '../cloud/cloud.js';
import type { UsageLabels, UsageMetric, World } from '../cloud/world.js';
import { seriesLabels, type Target } from './target.js';
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
  const labelsOf = seriesLabelCache();
  let batch: Sample[] = [];
  for (let hourMs = world.state.originMs; hourMs <= untilMs; hourMs += HOUR_MS) {
    for (const sample of readingsAt(world, targets, hourMs, labelsOf)) {
      batch.push(sample);
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

type LabelsOf = (target: Target, metric: UsageMetric, labels: UsageLabels) => Sample['labels'];

/** The labels of each series made once: the history has thousands of readings of each. */
function seriesLabelCache(): LabelsOf {
  const known = new Map<string, Sample['labels']>();
  return (target, metric, labels) => {
    const key = `${target.site.key}/${metric}/${labels.project_name}`;
    const made = known.get(key) ?? seriesLabels(target, metric, Object.entries(labels));
    known.set(key, made);
    return made;
  };
}

function readingsAt(
  world: World,
  targets: readonly Target[],
  timestampMs: number,
  labelsOf: LabelsOf,
): readonly Sample[] {
  return targets.flatMap((target) =>
    METRICS.flatMap((metric) =>
      world.usageValues(target.site, metric, timestampMs).map(({ labels, value }) => ({
        labels: labelsOf(target, metric, labels),
        value,
        timestampMs,
      })),
    ),
  );
}
