import { type HeldChargeStatus } from '@os-credits/contracts';
import { type Tx } from '../../../platform/database/index.js';
import { type HeldFilter, type HeldInterval } from '../../rating/index.js';

/** Sort key of a held charge; lists begin with the newest interval. */
export interface HeldChargeKey {
  readonly toMicros: number;
  readonly projectId: number;
  readonly seriesId: number;
  readonly fromMicros: number;
}

export interface HeldChargeRow extends HeldInterval {
  readonly status: HeldChargeStatus;
  readonly project: string;
  readonly site: string;
  readonly metric: string;
  readonly metricFriendlyName: string;
  readonly unit: string;
  readonly from: string;
  readonly to: string;
  readonly limitPerHour: string;
  readonly heldAt: string;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
}

export abstract class HeldChargeReader {
  abstract list(
    tx: Tx,
    request: {
      readonly status: HeldChargeStatus;
      readonly filter: HeldFilter;
      readonly before: HeldChargeKey | null;
      readonly limit: number;
    },
  ): Promise<HeldChargeRow[]>;
  /** All under a filter, with no more than pricing needs. */
  abstract intervals(tx: Tx, status: HeldChargeStatus, filter: HeldFilter): Promise<HeldInterval[]>;
}
