import { type HeldIntervalKey } from '../../rating/index.js';

/** `7.12.1795363200000000-1795366800000000`: project, series, and the interval in microseconds. */
export function toHeldChargeId(key: HeldIntervalKey): string {
  return `${key.projectId}.${key.seriesId}.${key.fromMicros}-${key.toMicros}`;
}

/** The key in an id that has the contract's shape; `null` where its numbers fit no database. */
export function fromHeldChargeId(id: string): HeldIntervalKey | null {
  const [projectId = 0, seriesId = 0, fromMicros = 0, toMicros = 0] = id.split(/[.-]/).map(Number);
  const isKey =
    projectId <= INT_MAX && seriesId <= INT_MAX && toMicros <= MICROS_MAX && fromMicros < toMicros;
  return isKey ? { projectId, seriesId, fromMicros, toMicros } : null;
}

const INT_MAX = 2_147_483_647;
/** Of the year 9999. */
const MICROS_MAX = Number.MAX_SAFE_INTEGER;
