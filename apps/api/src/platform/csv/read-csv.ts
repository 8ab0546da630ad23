import { CsvError, parse } from 'csv-parse/sync';

/** Where a piece of a table stands. */
export interface CsvPiece {
  readonly delimiter: string;
  /** 1-based number of the piece's first line. */
  readonly firstLine: number;
  /** Nothing follows: what is left at the end is a whole line. */
  readonly isLast: boolean;
}

/** A record with its cells, or a line that cannot be taken apart. Lines count from 1. */
export type CsvItem =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly fault: string; readonly raw: string };

export interface CsvRead {
  readonly items: readonly CsvItem[];
  /** The rest is an unfinished line that the next piece has to begin with. */
  readonly consumedBytes: number;
  readonly nextLine: number;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Takes a piece of a table apart: RFC 4180 with any delimiter, lines ending in LF or CRLF, blank lines left
 * out. A line with broken quotes is a fault of its own, and reading goes on behind its line feed, so that one
 * forgotten quote does not swallow what follows.
 */
export function readCsv(bytes: Buffer, piece: CsvPiece): CsvRead {
  const end = piece.isLast ? bytes.length : bytes.lastIndexOf(LINE_FEED) + 1;
  const items: CsvItem[] = [];
  const place = { at: 0, line: piece.firstLine };
  while (place.at < end) readUntilFault(bytes.subarray(0, end), piece.delimiter, place, items);
  return { items, consumedBytes: end, nextLine: place.line };
}

/** Position in the piece; moves on over everything that was read. */
interface Place {
  at: number;
  line: number;
}

function readUntilFault(bytes: Buffer, delimiter: string, place: Place, items: CsvItem[]): void {
  const start = place.at;
  try {
    parse(bytes.subarray(start), {
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { bytes: recordEnd }) => {
        skipBlankLines(bytes, place);
        items.push({ line: place.line, cells });
        moveTo(bytes, place, start + recordEnd);
        return null;
      },
    });
    moveTo(bytes, place, bytes.length);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    skipBlankLines(bytes, place);
    const lineFeed = bytes.indexOf(LINE_FEED, place.at);
    const lineEnd = lineFeed < 0 ? bytes.length : lineFeed + 1;
    const raw = bytes.subarray(place.at, lineEnd).toString().trimEnd();
    items.push({ line: place.line, fault: describe(error), raw });
    moveTo(bytes, place, lineEnd);
  }
}

function skipBlankLines(bytes: Buffer, place: Place): void {
  for (;;) {
    const skip = bytes[place.at] === CARRIAGE_RETURN ? 1 : 0;
    if (bytes[place.at + skip] !== LINE_FEED) return;
    place.at += skip + 1;
    place.line += 1;
  }
}

/** Counts the line feeds in between: a quoted cell may hold some. */
function moveTo(bytes: Buffer, place: Place, end: number): void {
  for (let at = bytes.indexOf(LINE_FEED, place.at); at >= 0 && at < end;) {
    place.line += 1;
    at = bytes.indexOf(LINE_FEED, at + 1);
  }
  place.at = end;
}

const FAULTS: ReadonlyMap<string, string> = new Map([
  ['CSV_QUOTE_NOT_CLOSED', 'a quote is opened and never closed'],
  [
    'INVALID_OPENING_QUOTE',
    'a quote stands inside a cell: put the whole cell into quotes and double those in it',
  ],
  [
    'CSV_INVALID_CLOSING_QUOTE',
    'something follows a closing quote: double the quotes inside a cell',
  ],
]);

function describe({ code }: CsvError): string {
  return FAULTS.get(code) ?? `the line cannot be taken apart (${code})`;
}
