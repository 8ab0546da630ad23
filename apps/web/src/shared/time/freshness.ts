const staleAfterMs = 2 * 3_600_000;

export type Freshness = 'unknown' | 'fresh' | 'stale';

/** How fresh usage is; without a reading it is unknown, never "now". */
export function freshnessOf(asOf: string | null, nowMs: number): Freshness {
  if (asOf === null) return 'unknown';
  return nowMs - new Date(asOf).getTime() > staleAfterMs ? 'stale' : 'fresh';
}
