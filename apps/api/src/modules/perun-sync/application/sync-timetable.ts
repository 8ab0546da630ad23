/** When syncs ran and will run. */
export abstract class SyncTimetable {
  /** Makes the nightly schedule where none was ever made; staff may change, pause or remove it. */
  abstract makeScheduleOnce(): Promise<void>;
  abstract history(): Promise<{
    readonly hasSucceeded: boolean;
    /** A job of this type waits, runs or wants a decision. */
    readonly isActive: boolean;
    readonly lastStartedAt: string | null;
  }>;
}
