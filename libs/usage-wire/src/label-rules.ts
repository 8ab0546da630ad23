import type { ValueFault } from './decimal.js';
import type { Labels, WireLimits } from './reading-batch.js';
import { decodeUtf8, decodeUtf8Lossy } from './utf8.js';

/** The label that holds a metric's name. */
export const METRIC_LABEL = '__name__';

/** The longest series, as on the wire: InfluxDB 1.x takes no longer one either (`MaxKeyLength`). */
export const SERIES_BYTES_MAX = 65_535;

/** The fault of a series longer than {@link SERIES_BYTES_MAX}. */
export const SERIES_TOO_LONG: ValueFault = {
  reason: 'label-limit',
  detail: `the series is too long: at most ${String(SERIES_BYTES_MAX)} bytes are taken`,
};

/**
 * Collects the labels of one series from their raw (latin-1) texts and enforces the rules that both
 * wire formats share: UTF-8, no empty names or values, no repeated names, the receiver's limits.
 * Labels out of order are taken: the order is a duty of senders (remote_write 1.0 and 2.0, "Labels"),
 * it says nothing about identity, and Prometheus as a receiver sorts them too.
 */
export class LabelSet {
  readonly labels = new Map<string, string>();
  fault: ValueFault | undefined;

  constructor(private readonly limits: WireLimits) {}

  add(rawName: string, rawValue: string): void {
    if (this.fault !== undefined) return;
    this.fault = this.findFault(rawName, rawValue);
    if (this.fault !== undefined) return;
    const name = decodeUtf8(rawName);
    const value = decodeUtf8(rawValue);
    if (name === undefined || value === undefined) {
      this.fault = {
        reason: 'not-utf8',
        detail: `label ${decodeUtf8Lossy(rawName)}=${decodeUtf8Lossy(rawValue)} is not UTF-8`,
      };
    } else if (this.labels.has(name)) {
      this.fault = { reason: 'duplicate-label', detail: `label ${name} occurs more than once` };
    } else {
      this.labels.set(name, value);
    }
  }

  private findFault(rawName: string, rawValue: string): ValueFault | undefined {
    const { labelsPerSeries, labelNameBytes, labelValueBytes } = this.limits;
    if (rawName === '' || rawValue === '') {
      return {
        reason: 'empty-label',
        detail: `label "${decodeUtf8Lossy(rawName)}" has an empty ${rawName === '' ? 'name' : 'value'}`,
      };
    }
    if (rawName.length > labelNameBytes) {
      return labelLimit(`a label name has ${String(rawName.length)} bytes`, labelNameBytes);
    }
    if (rawValue.length > labelValueBytes) {
      const name = decodeUtf8Lossy(rawName);
      return labelLimit(`label ${name} has ${String(rawValue.length)} bytes`, labelValueBytes);
    }
    if (this.labels.size >= labelsPerSeries) {
      return labelLimit('the series has more labels', labelsPerSeries);
    }
    return undefined;
  }
}

/** A series as Prometheus writes it, for reports. */
export function describeSeries(labels: Labels): string {
  const name = labels.get(METRIC_LABEL) ?? '';
  const rest = [...labels]
    .filter(([label]) => label !== METRIC_LABEL)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${rest.join(',')}}`;
}

function labelLimit(what: string, limit: number): ValueFault {
  return { reason: 'label-limit', detail: `${what}, at most ${String(limit)} are taken` };
}
