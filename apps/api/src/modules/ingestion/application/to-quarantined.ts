import type { Rejection } from '@os-credits/usage-wire';
import type { KnownSeries, QuarantinedReading } from './ingestion.ports.js';

/** What a parser refused, as it is kept. */
export function toQuarantined(rejection: Rejection<KnownSeries>): QuarantinedReading {
  const { series, names, reason, detail, position, raw } = rejection;
  return {
    reason,
    detail,
    position,
    projectName: series?.projectName ?? names?.project ?? null,
    siteName: series?.siteName ?? names?.site ?? null,
    metricName: series?.metricName ?? names?.metric ?? null,
    atMicros: rejection.timeMicros ?? null,
    value: rejection.value ?? null,
    raw,
  };
}
