import type { Rejection } from '@os-credits/usage-wire';
import type { KnownSeries, QuarantinedReading } from './ingestion.ports.js';

/** What a parser refused, as it is kept. */
export function toQuarantined(rejection: Rejection<KnownSeries>): QuarantinedReading {
  const { series, reason, detail, position, raw } = rejection;
  return {
    reason,
    detail,
    position,
    projectName: series?.projectName ?? null,
    siteName: series?.siteName ?? null,
    metricName: series?.metricName ?? null,
    atMicros: rejection.timeMicros ?? null,
    value: rejection.value ?? null,
    raw,
  };
}
