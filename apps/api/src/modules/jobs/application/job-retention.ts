/** Removes runs that are over for long, with their attempts, logs and files. */
export abstract class JobRetention {
  /** @returns how many runs went */
  abstract removeEndedBefore(instant: Date, signal?: AbortSignal): Promise<number>;

  /**
   * Files that no run has: results of runs that went, and uploads that nobody used.
   *
   * @param createdBefore younger ones may still be put to use
   * @returns how many files went
   */
  abstract removeLooseFiles(createdBefore: Date): Promise<number>;

  /** How many runs and files both would remove, one after the other. */
  abstract preview(
    endedBefore: Date,
    createdBefore: Date,
  ): Promise<{ readonly runs: number; readonly files: number }>;
}
