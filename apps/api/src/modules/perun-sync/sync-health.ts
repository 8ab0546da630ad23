import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { PERUN_SETTINGS, type PerunSettings } from '../../platform/config/index.js';
import { HealthNotes } from '../../platform/health/index.js';
import { SyncReads } from './application/sync-reads.js';

/** A nightly run that is missing longer than this is one that did not come. */
const LATE_MS = 26 * 3_600_000;

/** Says on the readiness page how the sync is; the product works without it. */
@Injectable()
export class SyncHealth {
  constructor(
    @Inject(HealthNotes) notes: HealthNotes,
    @Inject(PERUN_SETTINGS) settings: PerunSettings,
    @Inject(Clock) clock: Clock,
    reads: SyncReads,
  ) {
    if (settings.PERUN_MODE === 'off') return;
    notes.add('perun', async () => {
      const { lastSuccess } = await reads.status();
      if (lastSuccess === null) return 'degraded: no sync yet';
      const isLate = clock.now().getTime() - Date.parse(lastSuccess.at) > LATE_MS;
      return isLate ? `degraded: last sync ${lastSuccess.at}` : 'ok';
    });
  }
}
