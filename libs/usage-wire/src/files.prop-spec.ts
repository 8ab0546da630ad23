import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCsvHeader, readCsvRecord } from './csv-readings.js';
import { EXPORT_START, exportOptions, parseInfluxExport } from './influx-export.js';
import {
  type LineProtocolOptions,
  newBatch,
  parseLineProtocol,
  parseLines,
} from './parse-line-protocol.js';
import { ReadingBatch } from './reading-batch.js';
import { TestCache } from './test-cache.js';
import { parseWrittenTime } from './written-time.js';

const window = { minAtMicros: -Number.MAX_SAFE_INTEGER, maxAtMicros: Number.MAX_SAFE_INTEGER };

function options(): LineProtocolOptions<string> {
  return { ...window, cache: new TestCache(), precision: 'ns', receivedAtMicros: 0 };
}

const good = fc
  .tuple(fc.constantFrom('a', 'b'), fc.nat(), fc.nat(), fc.constantFrom('', 'note="x\ny",'))
  .map(
    ([project, value, at, more]) =>
      `project_vcpu_usage,location_id=1,project_name=${project} ${more}value=${value} ${at}`,
  );
const odd = fc.constantFrom(
  '',
  '# DDL',
  '# DML',
  '#',
  '# CONTEXT-DATABASE:one',
  '# CONTEXT-DATABASE: two ',
  '# CONTEXT-RETENTION-POLICY:p',
  'nonsense',
  'temperature,room=1 value=3 1',
  'project_vcpu_usage,location_id=1,project_name=a value="never closed',
  'project_vcpu_usage,location_id=1,project_name=a other=1 5',
);
const text = fc
  .tuple(
    fc.array(fc.oneof({ weight: 2, arbitrary: good }, odd), { maxLength: 30 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([lines, feed, isEnded]) => `${lines.join(feed)}${isEnded ? feed : ''}`);
const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });

/** Gives a text in pieces, each beginning with what the last one left over. */
function inPieces(
  body: Buffer,
  sizes: readonly number[],
  read: (piece: Buffer, isLast: boolean) => number,
): void {
  let at = 0;
  let end = 0;
  for (let turn = 0; end < body.length || turn === 0; turn++) {
    end = Math.min(body.length, end + (sizes[turn % sizes.length] ?? 1));
    at += read(body.subarray(at, end), end === body.length);
  }
  expect(at).toBe(body.length);
}

describe('a file in pieces', () => {
  it('of line protocol gives what the whole gives', () => {
    fc.assert(
      fc.property(text, cuts, (written, sizes) => {
        const body = Buffer.from(written);
        const batch = newBatch(options());
        let line = 1;
        inPieces(body, sizes, (piece, isLast) => {
          const part = { batch, options: options(), firstLine: line, isLast };
          const { consumedBytes, nextLine } = parseLines(piece, part);
          line = nextLine;
          return consumedBytes;
        });
        expect(batch).toEqual(parseLineProtocol(body, options()));
      }),
    );
  });

  it('of an export gives what the whole gives, wherever it goes on from what was kept', () => {
    const selection = fc.record({ database: fc.constantFrom('one', 'two') }, { requiredKeys: [] });
    fc.assert(
      fc.property(text, cuts, selection, (written, sizes, selection) => {
        const read = (pieces: readonly number[]) => {
          const batch = newBatch(options());
          let state = { context: EXPORT_START, nextLine: 1 };
          let unselectedLines = 0;
          inPieces(Buffer.from(written), pieces, (piece, isLast) => {
            const { context, nextLine } = state;
            const place = { context, firstLine: nextLine, isLast, selection };
            const part = { ...place, batch, options: exportOptions(options()) };
            const read = parseInfluxExport(piece, part);
            unselectedLines += read.unselectedLines;
            // What is kept between two pieces is kept as JSON.
            state = JSON.parse(JSON.stringify(read)) as typeof read;
            return read.consumedBytes;
          });
          return { batch, context: state.context, line: state.nextLine, unselectedLines };
        };
        expect(read(sizes)).toEqual(read([written.length + 1]));
      }),
    );
  });
});

describe('a table', () => {
  it('means the same with its columns in any order', () => {
    const cells = { project: 'p', site: '1', metric: 'project_mb_usage', time: '5', value: '7' };
    const order = fc.shuffledSubarray(Object.keys(cells) as (keyof typeof cells)[], {
      minLength: 5,
    });
    fc.assert(
      fc.property(order, (names) => {
        const header = readCsvHeader(names);
        if ('detail' in header) throw new Error(header.detail);
        const batch = new ReadingBatch<string>(1);
        const record = { cells: names.map((name) => cells[name]), line: 2 };
        readCsvRecord(record, header.columns, batch, {
          ...options(),
          precision: 's',
          projectLabel: 'project_name',
          siteLabel: 'location_id',
        });
        expect([batch.series, batch.timesMicros, batch.values]).toEqual([
          ['p/1/project_mb_usage'],
          [5_000_000],
          ['7'],
        ]);
      }),
    );
  });

  it('takes every line as a reading, a refusal or unbilled, and throws for none', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 7 }), (cells) => {
        const header = readCsvHeader(['project', 'metric', 'time', 'value']);
        if ('detail' in header) throw new Error(header.detail);
        const batch = new ReadingBatch<string>(1);
        readCsvRecord({ cells, line: 2 }, header.columns, batch, {
          ...options(),
          precision: 'auto',
          projectLabel: 'project_name',
          siteLabel: 'location_id',
        });
        const { accepted, rejected, unbilled } = batch.counts;
        expect(accepted + rejected + unbilled).toBe(1);
      }),
    );
  });
});

describe('a written time', () => {
  const millis = fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2200, 0) });
  it('is the same instant in every form', () => {
    fc.assert(
      fc.property(millis, (at) => {
        const iso = new Date(at).toISOString();
        const seconds = `${String(Math.floor(at / 1000))}.${String(at % 1000).padStart(3, '0')}`;
        for (const form of [iso, iso.replace('T', ' '), seconds, String(at), `${String(at)}000`]) {
          expect(parseWrittenTime(form, 'auto')).toBe(at * 1000);
        }
      }),
    );
  });

  it('is null for anything else, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const micros = parseWrittenTime(text, 'auto');
        expect(micros === null || Number.isSafeInteger(micros)).toBe(true);
      }),
    );
  });
});
