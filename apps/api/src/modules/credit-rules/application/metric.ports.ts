import { type Metric, type MetricInput } from '@os-credits/contracts';
import { type Queries, type Tx } from '../../../platform/database/index.js';

/** A metric as the database has it, with what decides which fields may still change. */
export type MetricRecord = Omit<Metric, 'locked'>;

/** A metric that was checked, with the factor of its units. */
export type CheckedMetric = MetricInput & { readonly readingFactor: string };

export abstract class MetricRepository {
  /** By friendly name. `now` decides what is active and in force. */
  abstract list(queries: Queries, now: Date): Promise<MetricRecord[]>;
  /** One metric that nobody else changes until the transaction ends; `null` where there is none. */
  abstract lock(tx: Tx, id: number, now: Date): Promise<MetricRecord | null>;
  /** Names and friendly names in use, by id, with those of other metrics. */
  abstract names(tx: Tx): Promise<{ id: number; name: string; friendlyName: string }[]>;
  abstract insert(tx: Tx, metric: CheckedMetric, actor: string, now: Date): Promise<number>;
  abstract update(
    tx: Tx,
    id: number,
    metric: CheckedMetric,
    author: { readonly name: string; readonly at: Date },
  ): Promise<void>;
  /**
   * Keeps the present rules for every interval that was rated, or ends by `now`: the ones written next hold
   * from there on. Waits until no rating is under way.
   */
  abstract retireRules(tx: Tx, id: number, now: Date): Promise<void>;
}
