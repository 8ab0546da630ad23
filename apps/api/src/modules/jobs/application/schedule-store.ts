import { type JobState } from '@os-credits/contracts';
import { type Tx } from '../../../platform/database/index.js';

export interface StoredSchedule {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly parameters: Record<string, unknown>;
  readonly isDryRun: boolean;
  readonly cron: string;
  readonly timezone: string;
  readonly missedRule: 'run-once' | 'skip';
  readonly isPaused: boolean;
  readonly nextRunAt: string | null;
  readonly lastRunId: string | null;
  readonly lastRunAt: string | null;
  readonly lastRunState: JobState | null;
  readonly lastError: string | null;
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export type ScheduleValues = Pick<
  StoredSchedule,
  'name' | 'type' | 'parameters' | 'isDryRun' | 'cron' | 'timezone' | 'missedRule' | 'isPaused'
> & { readonly nextRunAt: Date | null };

export interface ScheduleStamp {
  readonly at: Date;
  readonly by: string;
}

export abstract class ScheduleStore {
  abstract list(): Promise<StoredSchedule[]>;
  abstract find(id: string): Promise<StoredSchedule | null>;
  /** @returns id; null where the name is taken */
  abstract insert(tx: Tx, values: ScheduleValues, stamp: ScheduleStamp): Promise<string | null>;
  /** False where the version is not that any more, or the name is taken. */
  abstract update(
    tx: Tx,
    id: string,
    version: number,
    values: ScheduleValues,
    stamp: ScheduleStamp,
  ): Promise<'updated' | 'other-version' | 'name-taken'>;
  abstract remove(tx: Tx, id: string): Promise<boolean>;
  /** One schedule that is due, or whose next time was never computed; others' are left out. */
  abstract lockDue(tx: Tx, now: Date): Promise<StoredSchedule | null>;
  abstract setNext(
    tx: Tx,
    id: string,
    change: {
      readonly nextRunAt: Date | null;
      readonly run: { readonly id: string; readonly at: Date } | null;
      readonly error: string | null;
    },
  ): Promise<void>;
}
