import { Decimal, type Reading } from '@os-credits/credits';
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
