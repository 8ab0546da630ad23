import { isUtf8 } from 'node:buffer';
import { type Localized } from '@os-credits/contracts';
import {
  detectDelimiter,
  EXPORT_START,
  exportOptions,
  newBatch,
  parseInfluxExport,
  parseLines,
  readCsvHeader,
  readCsvRecord,
  type CsvColumns,
  type ExportContext,
  type ExportSelection,
  type LineProtocolOptions,
  type ParseOptions,
  type Precision,
  type ReadingBatch,
  type ReadingsFileFormat,
} from '@os-credits/usage-wire';
import { ignoredColumns, readCsv } from '../../../../platform/csv/index.js';
import { type KnownSeries } from '../ingestion.ports.js';
import { importRefused } from './import-fault.js';

/** Where in a file reading goes on. Plain, because it is kept with every batch. */
export interface FilePosition {
  readonly format: ReadingsFileFormat;
  /** Bytes of the text before it, inflated. */
  readonly offset: number;
  /** 1-based number of the next line. */
  readonly line: number;
  /** A table's shape, once its first line was read. */
  readonly table: { readonly delimiter: string; readonly columns: CsvColumns } | null;
  readonly context: ExportContext;
}

/** How a file is to be read. */
export interface FileOptions {
  readonly parse: ParseOptions<KnownSeries>;
  readonly precision: Precision | 'auto';
  readonly projectLabel: string;
  readonly siteLabel: string;
  readonly field: string;
  readonly selection: ExportSelection;
}

export interface ReadBlock {
  readonly batch: ReadingBatch<KnownSeries>;
  readonly position: FilePosition;
  /** Lines of an export that were not asked for. */
  readonly unselectedLines: number;
  /** Worth telling whoever looks at the job. */
  readonly notes: readonly Localized[];
}

interface Block {
  readonly bytes: Buffer;
  readonly isLast: boolean;
  readonly position: FilePosition;
}

/** @param offset bytes of a byte order mark before the first line */
export function startOf(format: ReadingsFileFormat, offset = 0): FilePosition {
  return { format, offset, line: 1, table: null, context: EXPORT_START };
}

/**
 * Reads the whole lines of a block. The position moves by what was read; by nothing where the block holds no
 * whole line.
 *
 * @throws DomainError `invalid-request` where the first line of a table names no columns
 */
export function readBlock(block: Block, options: FileOptions): ReadBlock {
  switch (block.position.format) {
    case 'csv':
      return block.position.table === null
        ? readTableHead(block, options)
        : readTable(block, block.position.table, options);
    case 'line-protocol': {
      const batch = newBatch(options.parse);
      const part = { batch, options: lineOptions(options), firstLine: block.position.line };
      return {
        batch,
        ...moved(block, parseLines(block.bytes, { ...part, isLast: block.isLast })),
        ...NOTHING_MORE,
      };
    }
    case 'influx-export': {
      const batch = newBatch(options.parse);
      const read = parseInfluxExport(block.bytes, {
        batch,
        options: exportOptions(lineOptions(options)),
        context: block.position.context,
        selection: options.selection,
        firstLine: block.position.line,
        isLast: block.isLast,
      });
      const { position } = moved(block, read);
      return {
        batch,
        position: { ...position, context: read.context },
        unselectedLines: read.unselectedLines,
        notes: [],
      };
    }
  }
}

const NOTHING_MORE = { unselectedLines: 0, notes: [] };

function lineOptions({ parse, precision, field }: FileOptions): LineProtocolOptions<KnownSeries> {
  return {
    ...parse,
    precision: precision === 'auto' ? 'ns' : precision,
    // Without a time a line would be another reading with every import.
    receivedAtMicros: NaN,
    field,
  };
}

function moved(
  { position }: Block,
  { consumedBytes, nextLine }: { consumedBytes: number; nextLine: number },
): { position: FilePosition } {
  return { position: { ...position, offset: position.offset + consumedBytes, line: nextLine } };
}

/** The first line that is not blank. */
function readTableHead(block: Block, options: FileOptions): ReadBlock {
  const { bytes, isLast } = block;
  const batch = newBatch(options.parse);
  const blank = /^[\r\n]*/.exec(bytes.toString('latin1', 0, BLANK_BYTES_MAX))?.[0].length ?? 0;
  const lineFeed = bytes.indexOf('\n', blank);
  if (lineFeed < 0 && !isLast) return { batch, position: block.position, ...NOTHING_MORE };
  const end = lineFeed < 0 ? bytes.length : lineFeed + 1;
  const text = bytes.subarray(0, end);
  const delimiter = detectDelimiter(text.toString().trim());
  const { items, nextLine } = readCsv(text, {
    delimiter,
    firstLine: block.position.line,
    isLast: true,
  });
  const [item] = items;
  const header = item !== undefined && 'cells' in item ? readCsvHeader(item.cells) : NO_HEADER;
  if ('detail' in header) throw importRefused(`The table cannot be read: ${header.detail}.`);
  const { position } = moved(block, { consumedBytes: end, nextLine });
  return {
    batch,
    position: { ...position, table: { delimiter, columns: header.columns } },
    unselectedLines: 0,
    notes: ignoredColumns(header.ignored),
  };
}

const NO_HEADER = { detail: 'its first line names no columns' };
/** Blank lines that may stand before the headings. */
const BLANK_BYTES_MAX = 1024;

function readTable(
  block: Block,
  { delimiter, columns }: NonNullable<FilePosition['table']>,
  options: FileOptions,
): ReadBlock {
  const batch = newBatch(options.parse);
  const read = readCsv(block.bytes, {
    delimiter,
    firstLine: block.position.line,
    isLast: block.isLast,
  });
  const isText = isUtf8(block.bytes.subarray(0, read.consumedBytes));
  for (const item of read.items) {
    if ('fault' in item) reject(batch, item.line, 'syntax', item.fault, item.raw);
    else if (!isText && item.cells.some((cell) => cell.includes('\uFFFD')))
      reject(batch, item.line, 'not-utf8', NOT_UTF8, item.cells.join(delimiter));
    else readCsvRecord(item, columns, batch, { ...options, ...options.parse });
  }
  return { batch, ...moved(block, read), ...NOTHING_MORE };
}

const NOT_UTF8 = 'the line is not UTF-8: save the table as "CSV UTF-8"';

function reject(
  batch: ReadingBatch<KnownSeries>,
  position: number,
  reason: string,
  detail: string,
  raw: string,
): void {
  batch.reject({ position, reason, detail, raw });
}
