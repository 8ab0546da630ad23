import type { Received } from '../application/receive-readings.use-case.js';
import type { RemoteWriteVersion } from './remote-write.js';

/**
 * What remote_write 2.0 wants to know of every answer; 1.0 senders ignore it. Samples that nobody bills and
 * stale markers count as written: Prometheus takes a success that wrote nothing for a failure, and there is
 * nothing wrong with them. Histograms and exemplars are recognised and not stored.
 *
 * @see https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/#required-written-response-headers
 */
export function writtenHeaders(
  version: RemoteWriteVersion,
  samples: number,
): Record<string, string> {
  if (version === '1.0') return {};
  return {
    'x-prometheus-remote-write-samples-written': String(samples),
    'x-prometheus-remote-write-histograms-written': '0',
    'x-prometheus-remote-write-exemplars-written': '0',
  };
}

/** In InfluxDB's words, so that its clients recognise it: `partial write: … dropped=N`. */
export function partialWrite(received: Received, unit: 'line' | 'series'): string {
  const count = received.quarantined.length;
  const [first] = received.quarantined;
  const where = first?.position == null ? '' : `${unit} ${first.position}: `;
  const detail = `${where}${first?.detail ?? ''}`.replace(/[^\x20-\x7e]/g, '?').slice(0, 300);
  return `partial write: ${received.acceptedCount} kept, ${count} quarantined; ${detail} dropped=${count}`;
}

/** The error body of each generation of InfluxDB. */
export function influxError(
  wire: 'influxdb-1' | 'influxdb-2',
  message: string,
): Record<string, string> {
  return wire === 'influxdb-1' ? { error: message } : { code: 'invalid', message };
}
