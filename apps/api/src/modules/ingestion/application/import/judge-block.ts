import { type KnownSeries, type QuarantinedReading } from '../ingestion.ports.js';
import { toQuarantined } from '../to-quarantined.js';
import { type ReadBlock } from './read-block.js';
import { type Candidate } from './sort-out.js';

/** What a block brings, before it is known what is new. */
export interface JudgedBlock {
  readonly candidates: readonly Candidate[];
  readonly quarantined: readonly QuarantinedReading[];
  readonly unbilled: number;
  readonly leftOut: number;
}

/**
 * @param fromDay readings before this UTC day were not asked for
 * @param isActive whether the metric of a series was billed at a time
 */
export function judgeBlock(
  block: ReadBlock,
  fromDay: string | undefined,
  isActive: (series: KnownSeries, atMicros: number) => boolean,
): JudgedBlock {
  const fromMicros = fromDay === undefined ? -Infinity : Date.parse(fromDay) * 1000;
  const { batch } = block;
  const asked = batch.series.flatMap((series, index): Candidate[] => {
    const atMicros = batch.timesMicros[index] ?? 0;
    if (atMicros < fromMicros) return [];
    const value = batch.values[index] ?? '';
    return [{ series, atMicros, value, line: batch.positions[index] ?? 0 }];
  });
  const candidates = asked.filter(({ series, atMicros }) => isActive(series, atMicros));
  const quarantined = batch.rejected.filter(
    ({ timeMicros }) => timeMicros === undefined || timeMicros >= fromMicros,
  );
  const leftOut = batch.series.length - asked.length + batch.rejected.length - quarantined.length;
  return {
    candidates,
    quarantined: quarantined.map(toQuarantined),
    unbilled: batch.counts.unbilled + asked.length - candidates.length,
    leftOut: leftOut + block.unselectedLines,
  };
}
