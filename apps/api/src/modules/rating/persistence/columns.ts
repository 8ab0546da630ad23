import { Decimal, type MetricRules, type Reading, type ResetPolicy } from '@os-credits/credits';
import { type SqlValue } from '../../../platform/database/index.js';

/** SQL that reads a timestamp column as whole microseconds (`bigint`, text in the driver). */
export function microsOf(column: string): string {
  return `(extract(epoch from ${column}) * 1000000)::bigint`;
}

export function toReading(atMicros: string | null, value: string | null): Reading | null {
  return atMicros === null || value === null
    ? null
    : { atMicros: Number(atMicros), value: Decimal.of(value) };
}

/** Turns rows into one array per column, the shape that `unnest` takes. */
export function columnsOf<Row>(
  rows: readonly Row[],
  ...columns: ((row: Row) => SqlValue)[]
): SqlValue[][] {
  return columns.map((column) => rows.map(column));
}

export function toReadings(rows: readonly { at_micros: string; value: string }[]): Reading[] {
  return rows.map((row) => ({ atMicros: Number(row.at_micros), value: Decimal.of(row.value) }));
}

/** The columns of `metric` that rating looks at. */
export interface MetricRulesRow {
  readonly reading_factor: string;
  readonly reset_policy: ResetPolicy;
  readonly plausible_max_per_hour: string | null;
}

export function toMetricRules(row: MetricRulesRow): MetricRules {
  return {
    readingFactor: Decimal.of(row.reading_factor),
    resetPolicy: row.reset_policy,
    plausibleMaxPerHour:
      row.plausible_max_per_hour === null ? null : Decimal.of(row.plausible_max_per_hour),
  };
}
