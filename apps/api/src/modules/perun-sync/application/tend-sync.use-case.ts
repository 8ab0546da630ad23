import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { PERUN_SETTINGS, type PerunSettings } from '../../../platform/config/index.js';
import { JobRuns, type JobActor } from '../../jobs/index.js';
import { DecideItems } from './decide-items.use-case.js';
import { SyncTimetable } from './sync-timetable.js';

const MINUTE_MS = 60_000;
/** Shorter than a day, so that the next night finds nothing in its way. */
const WAITING_MS_MAX = 20 * 60 * MINUTE_MS;
/** A first run that failed is tried anew after so long. */
const FIRST_RUN_PAUSE_MS = 5 * MINUTE_MS;
const SYSTEM: JobActor = { kind: 'system', id: 'perun-sync', name: 'system' };

/**
 * Looks after the sync between its runs: makes the nightly schedule once, starts incremental runs, starts
 * the first run of a sandbox, and ends waiting that nobody answered. Any number of workers may call it.
 */
@Injectable()
export class TendSync {
  constructor(
    @Inject(PERUN_SETTINGS) private readonly settings: PerunSettings,
    private readonly timetable: SyncTimetable,
    private readonly decisions: DecideItems,
    private readonly jobs: JobRuns,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    if (this.settings.PERUN_MODE === 'off') return;
    const nowMs = this.clock.now().getTime();
    await this.timetable.makeScheduleOnce();
    await this.decisions.giveUpWaiting(new Date(nowMs - WAITING_MS_MAX));
    const { hasSucceeded, isActive, lastStartedAt } = await this.timetable.history();
    if (isActive) return;
    const sinceMs = lastStartedAt === null ? Infinity : nowMs - Date.parse(lastStartedAt);
    const everyMs = this.settings.PERUN_INCREMENTAL_MINUTES * MINUTE_MS;
    if (!hasSucceeded) {
      if (this.settings.PERUN_MODE === 'simulated' && sinceMs >= FIRST_RUN_PAUSE_MS)
        await this.start('all');
    } else if (everyMs > 0 && sinceMs >= everyMs) await this.start('incremental');
  }

  private async start(scope: 'all' | 'incremental'): Promise<void> {
    await this.jobs.start({ type: 'perun-sync', parameters: { scope }, actor: SYSTEM });
  }
}
