import { ProtobufWriter } from './protobuf-writer.js';

/** One series to send; labels go out in the order given, so that tests can break the rules. */
export interface WrittenSeries {
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly samples: readonly WrittenSample[];
  /** How many (empty) exemplars and native histograms to add. */
  readonly exemplars?: number;
  readonly histograms?: number;
}

/** A sample; `'stale'` is the NaN that Prometheus sends when a series ends. */
export interface WrittenSample {
  readonly timeMillis: number;
  readonly value: number | 'stale';
}

const STALE_NAN = 0x7ff0000000000002n;

/** Encodes a `prometheus.WriteRequest` (remote_write 1.0), not yet snappy-compressed. */
export function encodeWriteRequestV1(
  series: readonly WrittenSeries[],
  metadata: readonly string[] = [],
): Uint8Array {
  const request = new ProtobufWriter();
  for (const { labels, samples, exemplars = 0, histograms = 0 } of series) {
    const message = new ProtobufWriter();
    for (const [name, value] of labels) {
      const label = new ProtobufWriter().stringField(1, name).stringField(2, value);
      message.bytesField(1, label.toBytes());
    }
    for (const sample of samples) message.bytesField(2, encodeSample(sample));
    for (let i = 0; i < exemplars; i++) message.bytesField(3, encodeExemplar());
    for (let i = 0; i < histograms; i++) message.bytesField(4, encodeHistogram());
    request.bytesField(1, message.toBytes());
  }
  for (const metric of metadata) {
    request.bytesField(3, new ProtobufWriter().varintField(1, 1).stringField(2, metric).toBytes());
  }
  return request.toBytes();
}

/** Encodes an `io.prometheus.write.v2.Request` (remote_write 2.0), not yet snappy-compressed. */
export function encodeWriteRequestV2(series: readonly WrittenSeries[]): Uint8Array {
  const refs = new Map<string, number>([['', 0]]);
  const refOf = (symbol: string): number => {
    const ref = refs.get(symbol) ?? refs.size;
    refs.set(symbol, ref);
    return ref;
  };
  const messages = series.map(({ labels, samples, exemplars = 0, histograms = 0 }) => {
    const packed = new ProtobufWriter();
    for (const [name, value] of labels) packed.varint(refOf(name)).varint(refOf(value));
    const message = new ProtobufWriter().bytesField(1, packed.toBytes());
    for (const sample of samples) message.bytesField(2, encodeSample(sample));
    for (let i = 0; i < histograms; i++) message.bytesField(3, encodeHistogram());
    for (let i = 0; i < exemplars; i++) message.bytesField(4, encodeExemplar());
    message.bytesField(5, new ProtobufWriter().varintField(1, 1).toBytes());
    return message.toBytes();
  });
  const request = new ProtobufWriter();
  for (const symbol of refs.keys()) request.stringField(4, symbol);
  for (const message of messages) request.bytesField(5, message);
  return request.toBytes();
}

function encodeSample({ value, timeMillis }: WrittenSample): Uint8Array {
  const sample = new ProtobufWriter();
  if (value === 'stale') sample.fixed64Field(1, STALE_NAN);
  else sample.doubleField(1, value);
  return sample.varintField(2, timeMillis).toBytes();
}

function encodeExemplar(): Uint8Array {
  return new ProtobufWriter().doubleField(2, 1).varintField(3, 1).toBytes();
}

function encodeHistogram(): Uint8Array {
  return new ProtobufWriter().varintField(1, 3).doubleField(3, 4.5).varintField(15, 1).toBytes();
}
