import { describe, expect, it } from '@jest/globals';
import { csvCell, csvLine } from './csv-cell.js';

describe('a cell', () => {
  it.each([
    [null, ''],
    ['', '""'],
    ['-12.5', '-12.5'],
    [3, '3'],
    ['grün "x", y', '"grün ""x"", y"'],
    ['two\nlines', '"two\nlines"'],
  ])('%p is written as %p', (value, written) => {
    expect(csvCell(value)).toBe(written);
  });

  it.each([
    '=1+1',
    '+1 (0) 1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '  =HYPERLINK("http://x")',
    '＝1+1',
    '-',
    '--1',
    '-1e5',
  ])('%p is no formula', (text) => {
    expect(csvCell(text).startsWith(`"'`)).toBe(true);
  });

  it('stands in lines that end as RFC 4180 says', () => {
    expect(csvLine(['a', '1', null])).toBe('"a",1,\r\n');
  });
});
