import { describe, expect, it } from '@jest/globals';
import { csvText } from './csv-text.js';

describe('csvText', () => {
  it('disarms cells that a spreadsheet would run', () => {
    const rows = [['=HYPERLINK("http://x")', '+1+1', '-2+3', '@SUM(A1)', '\tcmd']];
    expect(csvText(rows)).toBe(`"'=HYPERLINK(""http://x"")",'+1+1,'-2+3,'@SUM(A1),'\tcmd\r\n`);
  });

  it('leaves decimals numbers, negative ones too', () => {
    expect(csvText([['-12.5', '0.000293', '7']])).toBe('-12.5,0.000293,7\r\n');
  });

  it('quotes commas, quotes and line breaks', () => {
    expect(csvText([['a,b', 'say "hi"', 'two\nlines']])).toBe(
      '"a,b","say ""hi""","two\nlines"\r\n',
    );
  });
});
