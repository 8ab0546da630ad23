import { type ProjectRequest } from '../../portal/index.js';

/** A metric that is billed, with its rate where the table in force has one for every site. */
export interface PricedMetricRow {
  readonly name: string;
  readonly friendlyName: string;
  readonly description: string;
  readonly unit: string;
  readonly readingFactor: string;
  /** Credits per unit; decimal text. */
  readonly rate: string | null;
}

export interface HistoryRequest extends ProjectRequest {
  /** ISO 8601, inclusive. */
  readonly from: string | null;
  readonly to: string | null;
}

/** The account after one charge. */
export interface HistoryRow {
  readonly at: string;
  readonly left: string;
  readonly used: string;
  readonly metric: string;
  readonly metricFriendlyName: string;
}

export interface CompatHistory {
  /** Whether the project has any charge at all, in the range or not. */
  readonly hasCharges: boolean;
  /** Oldest first. */
  readonly rows: readonly HistoryRow[];
}

export abstract class CompatReader {
  /** Metrics that are billed now, in the order they were made. */
  abstract metrics(): Promise<PricedMetricRow[]>;
  /** `null` where there is no such project for the viewer. */
  abstract history(request: HistoryRequest): Promise<CompatHistory | null>;
}
