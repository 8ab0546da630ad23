import { latin1 } from './latin1.js';
import { detectDelimiter, readCsvHeader } from './csv-readings.js';

/** What a file of readings can be. */
export type ReadingsFileFormat = 'csv' | 'line-protocol' | 'influx-export';

const EXPORT_MARK =
  /^# (?:INFLUXDB EXPORT|DDL|DML|CONTEXT-DATABASE:|CONTEXT-RETENTION-POLICY:|writing )/m;
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/**
 * Tells what a file is by its beginning: an export of InfluxDB by its marks, a table by its headings, and
 * everything else is taken for line protocol.
 *
 * @param head the first few kilobytes, decompressed
 */
export function detectReadingsFile(head: Uint8Array): ReadingsFileFormat {
  const text = latin1(head, 0, head.length);
  const body = text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
  const firstLine = /^[\r\n]*([^\r\n]*)/.exec(body)?.[1] ?? '';
  if (firstLine.startsWith('#')) return EXPORT_MARK.test(body) ? 'influx-export' : 'line-protocol';
  return isTable(firstLine) ? 'csv' : 'line-protocol';
}

/** Headings, or nearly: a table with a forgotten column is still no line protocol. */
function isTable(firstLine: string): boolean {
  const delimiter = detectDelimiter(firstLine);
  const cells = firstLine.split(delimiter).map((cell) => cell.replace(/^"(.*)"$/, '$1'));
  if (!('detail' in readCsvHeader(cells))) return true;
  return !firstLine.includes('=') && cells.length >= 3;
}
