/** One value of one series, as remote_write carries it. */
export interface Sample {
  /** Sorted by name, `__name__` among them, without empty values. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
  readonly timestampMs: number;
}

const LENGTH_DELIMITED = 2;
const FIXED64 = 1;
const VARINT = 0;

/**
 * Encodes samples as a `prometheus.WriteRequest` (remote_write 1.0), one `TimeSeries` a sample as
 * Prometheus does it. Format: https://prometheus.io/docs/specs/prw/remote_write_spec/
 */
export function encodeWriteRequest(samples: readonly Sample[]): Buffer {
  return Buffer.concat(samples.flatMap((sample) => message(1, timeSeries(sample))));
}

const encodedLabels = new WeakMap<Sample['labels'], Buffer>();

function timeSeries(sample: Sample): Buffer {
  const labels = encodedLabels.get(sample.labels) ?? encodeLabels(sample.labels);
  encodedLabels.set(sample.labels, labels);
  const value = Buffer.alloc(8);
  value.writeDoubleLE(sample.value);
  const point = [tag(1, FIXED64), value, tag(2, VARINT), varint(sample.timestampMs)];
  return Buffer.concat([labels, ...message(2, Buffer.concat(point))]);
}

function encodeLabels(labels: Sample['labels']): Buffer {
  return Buffer.concat(
    labels.flatMap(([name, value]) =>
      message(
        1,
        Buffer.concat([...message(1, Buffer.from(name)), ...message(2, Buffer.from(value))]),
      ),
    ),
  );
}

function message(field: number, content: Buffer): Buffer[] {
  return [tag(field, LENGTH_DELIMITED), varint(content.length), content];
}

function tag(field: number, wireType: number): Buffer {
  return varint(field * 8 + wireType);
}

/** A non-negative safe integer; timestamps exceed 32 bits, hence no bit operators. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
