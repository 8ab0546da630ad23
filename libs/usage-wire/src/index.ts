export {
  canonicalDecimal,
  DECIMAL_LENGTH_MAX,
  decimalOfDouble,
  type ValueFault,
} from './decimal.js';
export {
  encodeWriteRequestV1,
  encodeWriteRequestV2,
  type WrittenSample,
  type WrittenSeries,
} from './encode-remote-write.js';
export { formatLine, type WrittenLine } from './format-line.js';
export {
  DEFAULT_SERIES_IDENTITY,
  identifySeries,
  type SeriesIdentity,
  type SeriesIdentityOptions,
  type UnidentifiedSeries,
} from './identify-series.js';
export { describeSeries, METRIC_LABEL } from './label-rules.js';
export { type LineProtocolOptions, parseLineProtocol } from './parse-line-protocol.js';
export {
  type ExposedSample,
  type Exposition,
  parsePrometheusText,
} from './parse-prometheus-text.js';
export { parseRemoteWriteV1 } from './parse-remote-write-v1.js';
export { parseRemoteWriteV2 } from './parse-remote-write-v2.js';
export {
  type BatchCounts,
  DEFAULT_WIRE_LIMITS,
  type Labels,
  type ParseOptions,
  ReadingBatch,
  type Rejection,
  type RejectReason,
  type SeriesCache,
  type SeriesVerdict,
  type WireLimits,
} from './reading-batch.js';
export { WireFormatError, type WireFormatErrorCode } from './wire-format-error.js';
export { parsePrecision, type Precision } from './wire-time.js';
