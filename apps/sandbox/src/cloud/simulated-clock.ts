/** From a real instant on, simulated time runs `speed` times as fast as real time. */
export interface ClockSegment {
  readonly fromRealMs: number;
  readonly fromSimulatedMs: number;
  readonly speed: number;
}

/**
 * Simulated time for a real instant. Before the first segment both are the same. Simulated time
 * never goes back, whatever the speeds were.
 */
export function simulatedAt(segments: readonly ClockSegment[], realMs: number): number {
  const segment = segments.findLast((candidate) => candidate.fromRealMs <= realMs);
  if (segment === undefined) return realMs;
  return segment.fromSimulatedMs + Math.floor((realMs - segment.fromRealMs) * segment.speed);
}

/** The segments with one more from `realMs` on; unchanged when the speed stays as it is. */
export function withSpeed(
  segments: readonly ClockSegment[],
  realMs: number,
  speed: number,
): readonly ClockSegment[] {
  if (speedAt(segments) === speed) return segments;
  const fromSimulatedMs = simulatedAt(segments, realMs);
  return [...segments, { fromRealMs: realMs, fromSimulatedMs, speed }];
}

/** The speed of the last segment; 1 when there is none. */
export function speedAt(segments: readonly ClockSegment[]): number {
  return segments.at(-1)?.speed ?? 1;
}
