import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { CostTableRepository, type PublishedWeight } from './cost-table.ports.js';
import { CPU_METRIC, RAM_METRIC } from './known-metrics.js';

/** Every exporter of every site asks again and again, and nobody has to be known to ask. */
const KEPT_MS = 2_000;

/**
 * The size weights as usage exporters ask for them, newest set first:
 * `[{"resource_set_timestamp":1594771200,"vcpus":[{"value":2,"weight":1}],"memory_mb":[]}]`.
 *
 * One set per published table whose weights differ from those before it, dated (in whole seconds) from when
 * it applies, so that a machine never changes its weight after it was counted. The set of the time before
 * the first weights is part of it, empty: an exporter takes the oldest set for all that is older.
 */
@Injectable()
export class PublishedWeights {
  private text: string | null = null;
  private untilMs = 0;

  constructor(
    private readonly database: Database,
    private readonly tables: CostTableRepository,
    private readonly clock: Clock,
  ) {}

  /** The JSON text; numbers are written digit by digit as they were set. */
  async json(): Promise<string> {
    const nowMs = this.clock.now().getTime();
    if (this.text === null || nowMs >= this.untilMs) {
      this.text = weightSetsJson(await this.tables.publishedWeights(this.database));
      this.untilMs = nowMs + KEPT_MS;
    }
    return this.text;
  }
}

/** Pure. @param rows of every published table that is, was or will be in force, oldest first */
export function weightSetsJson(rows: readonly PublishedWeight[]): string {
  const sets: string[] = [];
  let previous = '';
  for (const { appliesFromSeconds, weights } of rows) {
    const listOf = (metric: string) =>
      weights
        .filter((one) => one.metric === metric)
        .map(({ value, weight }) => `{"value":${value},"weight":${weight}}`)
        .join(',');
    const lists = `"vcpus":[${listOf(CPU_METRIC)}],"memory_mb":[${listOf(RAM_METRIC)}]`;
    if (lists === previous) continue;
    previous = lists;
    sets.push(`{"resource_set_timestamp":${appliesFromSeconds},${lists}}`);
  }
  const hasWeights = sets.some((set) => set.includes('"weight"'));
  return hasWeights ? `[${sets.reverse().join(',')}]` : '[]';
}
