/** What to compare: two tables over whole UTC days `[from, to)`. */
export interface ImpactRequest {
  /** `null`: no table was in force. */
  readonly baseId: number | null;
  readonly tableId: number;
  readonly from: string;
  readonly to: string;
}

/** One project; decimals are text. */
export interface ProjectImpactRow {
  readonly project: string;
  readonly oldCredits: string;
  readonly newCredits: string;
  readonly granted: string;
  readonly remaining: string;
  /** Of its first reading; `null` without one. */
  readonly firstReadingAt: string | null;
}

export interface UnpricedSeries {
  readonly metric: string;
  readonly site: string;
  readonly seriesCount: number;
}

/** Posted charges of a stretch of the past. */
export interface PostedCharges {
  readonly chargeCount: number;
  readonly credits: string;
}

export abstract class ImpactReader {
  /** Every project, also those that a table does not touch. */
  abstract projects(request: ImpactRequest): Promise<ProjectImpactRow[]>;
  /** Series that the table prices and the base does not: nothing was booked that could be compared. */
  abstract unpriced(request: ImpactRequest): Promise<UnpricedSeries[]>;
  /** Posted charges of hours that begin at or after an instant, or run at it. */
  abstract postedSince(at: string): Promise<PostedCharges>;
}
