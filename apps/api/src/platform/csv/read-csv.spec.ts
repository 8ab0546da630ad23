import { describe, expect, it } from '@jest/globals';
import { readCsv, type CsvItem } from './read-csv.js';

function read(text: string, piece = {}) {
  return readCsv(Buffer.from(text), { delimiter: ',', firstLine: 1, isLast: true, ...piece });
}

const shown = (items: readonly CsvItem[]) =>
  items.map((item) => [item.line, 'cells' in item ? item.cells : item.fault]);

describe('a table', () => {
  it('has quoted cells, CRLF, blank lines and a last line without its end', () => {
    const { items, nextLine, consumedBytes } = read('a,b\r\n\r\n\n"c,""d""","e\nf"\r\n1,ü');
    expect(shown(items)).toEqual([
      [1, ['a', 'b']],
      [4, ['c,"d"', 'e\nf']],
      [6, ['1', 'ü']],
    ]);
    expect([nextLine, consumedBytes]).toEqual([6, 29]);
  });

  it('goes on behind each line with broken quotes', () => {
    const text = 'a,1\nb,"2\nc,3\nd,"4"5\n\ne,f"6\ng,7\n"h,8';
    const { items } = read(text);
    expect(shown(items)).toEqual([
      [1, ['a', '1']],
      [2, 'something follows a closing quote: double the quotes inside a cell'],
      [3, ['c', '3']],
      [4, 'something follows a closing quote: double the quotes inside a cell'],
      [6, 'a quote stands inside a cell: put the whole cell into quotes and double those in it'],
      [7, ['g', '7']],
      [8, 'a quote is opened and never closed'],
    ]);
    expect(items.flatMap((item) => ('raw' in item ? item.raw : []))).toEqual([
      'b,"2',
      'd,"4"5',
      'e,f"6',
      '"h,8',
    ]);
  });

  it('in a piece ends with its last whole line', () => {
    const piece = read('a;1\nb;2\nc;', { delimiter: ';', firstLine: 10, isLast: false });
    expect(shown(piece.items)).toEqual([
      [10, ['a', '1']],
      [11, ['b', '2']],
    ]);
    expect(piece).toMatchObject({ consumedBytes: 8, nextLine: 12 });
    expect(read('no end', { isLast: false })).toEqual({
      items: [],
      consumedBytes: 0,
      nextLine: 1,
    });
  });
});
