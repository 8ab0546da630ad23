/** Anything that is counted of one site on one day (UTC). */
export interface IntakeDayRow {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** null: no site, or none that exists. */
  readonly site: string | null;
  readonly storedCount: number;
  readonly duplicateCount: number;
  readonly quarantinedCount: number;
  readonly silentSeconds: number;
}

export interface IntakeSiteRow {
  readonly site: string;
  readonly siteName: string;
  readonly isSilent: boolean;
  readonly lastReadingAt: string | null;
}

/** Reads what came in. */
export abstract class IntakeReader {
  /** @param now until when a site counts as silent whose silence lasts */
  abstract days(from: Date, to: Date, now: Date): Promise<IntakeDayRow[]>;
  abstract sites(): Promise<IntakeSiteRow[]>;
}
