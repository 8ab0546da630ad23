import type { ParseOptions } from '@os-credits/usage-wire';
import type { IngestionSettings } from '../../../platform/config/index.js';
import type { AcceptedTimes } from '../application/accepted-times.js';
import type { KnownSeries } from '../application/ingestion.ports.js';
import type { SeriesRegistry } from '../application/series-registry.js';

/** What every parser of a request is given. */
export function wireOptions(
  settings: IngestionSettings,
  cache: SeriesRegistry,
  times: AcceptedTimes,
): ParseOptions<KnownSeries> {
  return {
    cache,
    ...times,
    limits: {
      labelsPerSeries: settings.INGEST_LABELS_MAX,
      labelNameBytes: settings.INGEST_LABEL_NAME_LENGTH_MAX,
      labelValueBytes: settings.INGEST_LABEL_VALUE_LENGTH_MAX,
      readingsPerRequest: settings.INGEST_READINGS_MAX,
    },
  };
}
