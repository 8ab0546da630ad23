import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCsv, type CsvItem } from './read-csv.js';

const cell = fc.string({ unit: fc.constantFrom('a', 'ü', ' ', ',', ';', '"', "'", '=', '\t') });
const record = fc.array(cell, { minLength: 1, maxLength: 4 });

function written(cells: readonly string[]): string {
  return cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(',');
}

function cellsOf(items: readonly CsvItem[]): unknown[] {
  return items.map((item) => ('cells' in item ? item.cells : item.fault));
}

describe('a table', () => {
  it('has the cells that were written, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(record), fc.constantFrom('\n', '\r\n'), (records, feed) => {
        const text = records.map((cells) => `${written(cells)}${feed}`).join('');
        const { items, nextLine } = readCsv(Buffer.from(text), PIECE);
        expect(cellsOf(items)).toEqual(records);
        expect(items.map(({ line }) => line)).toEqual(records.map((_, index) => index + 1));
        expect(nextLine).toBe(records.length + 1);
      }),
    );
  });

  it('gives the same in pieces as in one, wherever it is cut', () => {
    const line = fc.oneof(record.map(written), fc.constantFrom('', 'a,b', 'a"b,c', '"a"b,c'));
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(line), sizes, (lines, pieces) => {
        const bytes = Buffer.from(lines.join('\n'));
        const items: CsvItem[] = [];
        let at = 0;
        let end = 0;
        let firstLine = 1;
        for (let turn = 0; end < bytes.length; turn += 1) {
          end = Math.min(bytes.length, end + (pieces[turn % pieces.length] ?? 1));
          const isLast = end === bytes.length;
          const read = readCsv(bytes.subarray(at, end), { ...PIECE, firstLine, isLast });
          items.push(...read.items);
          at += read.consumedBytes;
          firstLine = read.nextLine;
        }
        expect(items).toEqual(readCsv(bytes, PIECE).items);
      }),
    );
  });

  it('never throws and never loses a line, whatever is broken', () => {
    fc.assert(
      fc.property(fc.array(cell), (lines) => {
        const text = lines.join('\n');
        const { items, consumedBytes } = readCsv(Buffer.from(text), PIECE);
        expect(consumedBytes).toBe(Buffer.byteLength(text));
        if (!text.includes('"')) {
          expect(items).toHaveLength(lines.filter((one) => one !== '').length);
        }
      }),
    );
  });
});

const PIECE = { delimiter: ',', firstLine: 1, isLast: true };
