import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { nextCronTime } from '../application/cron-times.js';
import { ScheduleStore, type StoredSchedule } from '../application/schedule-store.js';
import { scheduleActor } from '../application/schedules.js';
import { StartRun } from '../application/start-run.js';

/** Later than this, a time counts as missed: nothing could run when it came. */
const MISSED_AFTER_MS = 5 * 60_000;

/** Starts what schedules ask for, exactly once whatever the number of processes that try. */
@Injectable()
export class RunSchedules {
  private readonly logger = new Logger('JobSchedules');

  constructor(
    private readonly database: Database,
    private readonly schedules: ScheduleStore,
    private readonly starter: StartRun,
    private readonly clock: Clock,
  ) {}

  /**
   * Starts every run that is due. The row of a schedule is locked while its run is enqueued and its next
   * time is written, all in one transaction.
   *
   * @returns how many runs it started
   */
  async execute(): Promise<number> {
    let startedCount = 0;
    for (;;) {
      const outcome = await this.database.transaction((tx) => this.next(tx));
      if (outcome === 'nothing-due') return startedCount;
      if (outcome === 'started') startedCount += 1;
    }
  }

  private async next(tx: Tx): Promise<'nothing-due' | 'started' | 'skipped'> {
    const now = this.clock.now();
    const schedule = await this.schedules.lockDue(tx, now);
    if (schedule === null) return 'nothing-due';
    const nextRunAt = this.timeAfter(schedule, now);
    if (schedule.nextRunAt === null || nextRunAt === null) {
      const error = nextRunAt === null ? 'The schedule has no next time; it is paused.' : null;
      await this.schedules.setNext(tx, schedule.id, { nextRunAt, run: null, error });
      return 'skipped';
    }
    const lateMs = now.getTime() - Date.parse(schedule.nextRunAt);
    if (schedule.missedRule === 'skip' && lateMs > MISSED_AFTER_MS) {
      const error = `The run of ${schedule.nextRunAt} was left out: nothing could run then.`;
      await this.schedules.setNext(tx, schedule.id, { nextRunAt, run: null, error });
      return 'skipped';
    }
    const { runId, error } = await this.start(tx, schedule);
    const run = runId === null ? null : { id: runId, at: now };
    await this.schedules.setNext(tx, schedule.id, { nextRunAt, run, error });
    return runId === null ? 'skipped' : 'started';
  }

  /** A schedule that cannot start its run (its type is gone, its parameters do not fit) goes on trying. */
  private async start(
    tx: Tx,
    schedule: StoredSchedule,
  ): Promise<{ runId: string | null; error: string | null }> {
    try {
      const { jobId } = await this.starter.start(
        {
          type: schedule.type,
          parameters: schedule.parameters,
          isDryRun: schedule.isDryRun,
          scheduleId: schedule.id,
          actor: scheduleActor(schedule),
        },
        tx,
      );
      return { runId: jobId, error: null };
    } catch (error) {
      // These are found before anything is written, so the transaction still stands.
      if (!(error instanceof DomainError) || error.kind === 'dependency') throw error;
      this.logger.error(`schedule "${schedule.name}" cannot start its run: ${error.message}`);
      return { runId: null, error: error.message };
    }
  }

  private timeAfter(schedule: StoredSchedule, now: Date): Date | null {
    try {
      return nextCronTime(schedule.cron, schedule.timezone, now);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.logger.error(`schedule "${schedule.name}" is paused: ${error.message}`);
      return null;
    }
  }
}
