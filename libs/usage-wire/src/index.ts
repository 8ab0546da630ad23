export {
  type CsvColumns,
  type CsvHeader,
  type CsvHeaderFault,
  type CsvReadingOptions,
  type CsvRecord,
  detectDelimiter,
  readCsvHeader,
  readCsvRecord,
} from './csv-readings.js';
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
  type SeriesIdentityOptions,
  type UnidentifiedSeries,
} from './identify-series.js';
export {
  EXPORT_START,
  type ExportContext,
  exportOptions,
  type ExportPart,
  type ExportRead,
  type ExportSelection,
  parseInfluxExport,
} from './influx-export.js';
export { describeSeries, METRIC_LABEL } from './label-rules.js';
export {
  type LineProtocolOptions,
  type LinesPart,
  type LinesRead,
  newBatch,
  parseLineProtocol,
  parseLines,
} from './parse-line-protocol.js';
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
  type SeriesIdentity,
} from './reading-batch.js';
export { detectReadingsFile, type ReadingsFileFormat } from './readings-file.js';
export { WireFormatError, type WireFormatErrorCode } from './wire-format-error.js';
export { parsePrecision, type Precision } from './wire-time.js';
export { parseInstantMicros, parseWrittenTime } from './written-time.js';
