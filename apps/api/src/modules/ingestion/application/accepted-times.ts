import type { CreditsSettings, IngestionSettings } from '../../../platform/config/index.js';

const DAY_MICROS = 86_400_000_000;
const MINUTE_MICROS = 60_000_000;

/** Times that a reading may have, in microseconds since the epoch, both inclusive. */
export interface AcceptedTimes {
  readonly minAtMicros: number;
  readonly maxAtMicros: number;
}

/** As old as readings are kept, and no further ahead than clocks differ. */
export function acceptedTimes(
  now: Date,
  settings: Pick<IngestionSettings, 'INGEST_AHEAD_MINUTES_MAX'> &
    Pick<CreditsSettings, 'READING_RETENTION_DAYS'>,
): AcceptedTimes {
  const nowMicros = now.getTime() * 1000;
  return {
    minAtMicros: nowMicros - settings.READING_RETENTION_DAYS * DAY_MICROS,
    maxAtMicros: nowMicros + settings.INGEST_AHEAD_MINUTES_MAX * MINUTE_MICROS,
  };
}
