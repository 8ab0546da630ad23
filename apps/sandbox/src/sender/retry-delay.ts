/** How long to wait between tries. */
export interface BackOff {
  readonly firstDelayMs: number;
  readonly lastDelayMs: number;
}

/** As Prometheus does by default. */
export const PROMETHEUS_BACK_OFF: BackOff = { firstDelayMs: 30, lastDelayMs: 5_000 };

const RETRY_AFTER_MAX_MS = 5 * 60_000;

/**
 * The wait before the next try: what the server asked for, else twice as long as before, up to the
 * longest wait.
 *
 * @param tries how often it was tried already, at least 1
 */
export function retryDelayMs(
  tries: number,
  retryAfter: string | undefined,
  backOff: BackOff,
  nowMs: number,
): number {
  const asked = retryAfterMs(retryAfter, nowMs);
  if (asked !== undefined) return Math.min(asked, RETRY_AFTER_MAX_MS);
  return Math.min(backOff.firstDelayMs * 2 ** (tries - 1), backOff.lastDelayMs);
}

/** The two forms of `Retry-After` (RFC 9110, 10.2.3): seconds or a date. */
function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
