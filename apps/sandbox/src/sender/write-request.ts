import { encodeWriteRequestV1 } from '@os-credits/usage-wire';

/** One value of one series, as remote_write carries it. */
export interface Sample {
  /** Sorted by name, `__name__` among them, without empty values. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
  readonly timestampMs: number;
}

/** Encodes samples for remote_write 1.0, one `TimeSeries` a sample as Prometheus does it. */
export function encodeWriteRequest(samples: readonly Sample[]): Buffer {
  const series = samples.map(({ labels, value, timestampMs }) => ({
    labels,
    samples: [{ timeMillis: timestampMs, value }],
  }));
  return Buffer.from(encodeWriteRequestV1(series));
}
