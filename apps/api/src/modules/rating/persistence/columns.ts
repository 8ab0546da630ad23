import {
  Decimal,
  type MetricRules,
  type MetricRuleSet,
  type Reading,
  type ResetPolicy,
} from '@os-credits/credits';
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

interface MetricRuleSetRow {
  readonly reading_factor: string;
  readonly reset_policy: ResetPolicy;
  readonly plausible_max_per_hour: string | null;
}

/** What rating looks at of a metric, as {@link METRIC_RULES_COLUMNS} gives it. */
export interface MetricRulesRow extends MetricRuleSetRow {
  readonly past_rules: readonly (MetricRuleSetRow & { readonly until_micros: string })[] | null;
}

/** Columns of {@link MetricRulesRow}, from a metric `m`. */
export const METRIC_RULES_COLUMNS = `m.reading_factor::text, m.reset_policy, m.plausible_max_per_hour::text,
       (select json_agg(json_build_object('until_micros', ${microsOf('past.until_at')}::text,
                          'reading_factor', past.reading_factor::text, 'reset_policy', past.reset_policy,
                          'plausible_max_per_hour', past.plausible_max_per_hour::text) order by past.until_at)
          from metric_rule_past past where past.metric_id = m.id) as past_rules`;

export function toMetricRules(row: MetricRulesRow): MetricRules {
  if (row.past_rules === null) return toRuleSet(row);
  const past = row.past_rules.map((one) => ({
    ...toRuleSet(one),
    untilMicros: Number(one.until_micros),
  }));
  return { ...toRuleSet(row), past };
}

function toRuleSet(row: MetricRuleSetRow): MetricRuleSet {
  return {
    readingFactor: Decimal.of(row.reading_factor),
    resetPolicy: row.reset_policy,
    plausibleMaxPerHour:
      row.plausible_max_per_hour === null ? null : Decimal.of(row.plausible_max_per_hour),
  };
}
