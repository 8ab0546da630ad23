import { describe, expect, it } from '@jest/globals';
import { readGrantTable } from './read-grant-table.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const HEAD = 'project,credits,effectiveAt,key,reason';
const read = (...lines: string[]) => readGrantTable(Buffer.from(lines.join('\n')), NOW);
const faults = (...lines: string[]) =>
  read(HEAD, ...lines).faults.map(({ line, column, detail }) => [line, column, detail.en]);

describe('a table of grants', () => {
  it.each([',', ';', '\t'])('is read with its cells separated by %j', (separator) => {
    const text = `\ufeff${HEAD}\r\nbiodb,1000.50,2026-01-01,first,"a ""good"" reason"\r\n\r\nü b,7,2026-01-01T12:00:00+01:00,,\r\n`;
    const { rows, faults } = readGrantTable(Buffer.from(text.replaceAll(',', separator)), NOW);
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        project: 'biodb',
        credits: '1000.5',
        effectiveAt: new Date('2026-01-01T00:00:00Z'),
        key: 'first',
        reason: 'a "good" reason',
      },
      {
        line: 4,
        project: 'ü b',
        credits: '7',
        effectiveAt: new Date('2026-01-01T11:00:00Z'),
        key: expect.stringMatching(/^import:[0-9a-f]{40}$/) as unknown as string,
        reason: null,
      },
    ]);
  });

  it('names its faults in German, too', () => {
    expect(read(HEAD, '"1\u0007",-5,22.11.2026,,').faults.map(({ detail }) => detail.de)).toEqual([
      'das Projekt enthält Steuerzeichen',
      '„-5“ ist negativ: Nehmen Sie Credits durch eine Korrektur zurück',
      '„22.11.2026“ ist kein Tag wie 2026-11-22 und kein Zeitpunkt wie 2026-11-22T13:00:00Z, in dieser Folge von Jahr, Monat und Tag',
    ]);
  });

  it('makes keys of what a line says, whatever stands around it', () => {
    const one = read(
      'project,credits,effectiveAt',
      'a,1,2026-01-01',
      'a,1,2026-01-01',
      'b,1,2026-01-01',
    );
    const other = read(
      'reason,effectiveAt,credits,project',
      'x,2026-01-01T01:00:00+01:00,1.0,b',
      'y,2026-01-01,1,a',
      'z,2026-01-01,01,a',
    );
    const keys = (table: typeof one, project: string) =>
      table.rows.filter((row) => row.project === project).map(({ key }) => key);
    expect(new Set(one.rows.map(({ key }) => key)).size).toBe(3);
    expect(keys(other, 'a')).toEqual(keys(one, 'a'));
    expect(keys(other, 'b')).toEqual(keys(one, 'b'));
  });

  it.each([
    ['', 'the credits are missing'],
    ['"1,5"', '"1,5" has a decimal comma: write it with a point, as in 1.5'],
    ['"1.000,50"', '"1.000,50" has a decimal comma: write it with a point, as in 1.5'],
    ["1'000'000", `"1'000'000" has separators of thousands: write the digits without them`],
    ['1 000', '"1 000" has separators of thousands: write the digits without them'],
    ['-5', '"-5" is negative: take credits away by an adjustment'],
    ['0', 'a grant of 0 credits grants nothing'],
    ['0.000', 'a grant of 0 credits grants nothing'],
    ['1e6', '"1e6" has an exponent: write all digits'],
    [`1${'0'.repeat(20)}`, expect.stringContaining('too many digits')],
    [`0.${'1'.repeat(19)}`, expect.stringContaining('too many digits')],
    ['NaN', '"NaN" is no number of credits such as 1000 or 12.5'],
    ['many', '"many" is no number of credits such as 1000 or 12.5'],
    ['=1+1', '"=1+1" is no number of credits such as 1000 or 12.5'],
  ])('refuses %s credits', (credits, detail) => {
    expect(faults(`biodb,${credits},2026-01-01,,`)).toEqual([[2, 'credits', detail]]);
  });

  it.each([
    ['', 'the time is missing'],
    ['01.02.2026', expect.stringContaining('in this order of year, month and day')],
    ['2026-02-30', expect.stringContaining('is no day such as')],
    ['2026-01-01T12:00:00', expect.stringContaining('is no day such as')],
    ['1026-01-01', '1026-01-01 is before the year 2000'],
    ['2206-01-01', '2206-01-01 is more than 10 years ahead'],
  ])('refuses the time "%s"', (at, detail) => {
    expect(faults(`biodb,1,${at},,`)).toEqual([[2, 'effectiveAt', detail]]);
  });

  it('names every fault with its line and column', () => {
    expect(
      faults(
        ',x,y,,',
        'biodb,1,5,2026-01-01,,',
        'biodb,1',
        'biodb,1,2026-01-01,"k,',
        `biodb,1,2026-01-01,${'k'.repeat(201)},${'r'.repeat(1001)}`,
        '"a\tb",1,2026-01-01,,',
      ).map(([line, column]) => [line, column]),
    ).toEqual([
      [2, 'project'],
      [2, 'credits'],
      [2, 'effectiveAt'],
      [3, null],
      [4, null],
      [5, null],
      [6, 'key'],
      [6, 'reason'],
      [7, 'project'],
    ]);
  });

  it('refuses a key that means two grants of a project, not one that is repeated or another project’s', () => {
    const { rows, faults } = read(
      HEAD,
      'a,1,2026-01-01,k,',
      'a,1.0,2026-01-01,k,',
      'a,2,2026-01-01,k,',
      'b,2,2026-01-01,k,',
    );
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 5]);
    expect(faults).toEqual([
      {
        line: 4,
        column: 'key',
        detail: {
          en: 'line 2 uses the key "k" for another grant of this project',
          de: 'Zeile 2 nutzt den Schlüssel „k“ für eine andere Bewilligung dieses Projekts',
        },
      },
    ]);
  });

  it.each([
    ['an empty file', '', 1, 'the file is empty'],
    ['headings only', HEAD, 2, 'no line follows the headings'],
    ['a missing column', 'project,effectiveAt\na,2026-01-01', 1, 'missing: credits'],
    ['two columns of a kind', 'project,credits,credits,date\n', 1, 'two columns are the credits'],
  ])('refuses %s', (_, text, line, detail) => {
    expect(read(text).faults).toMatchObject([
      { line, column: null, detail: { en: expect.stringContaining(detail) as unknown as string } },
    ]);
  });

  it('refuses what is not UTF-8, at its line', () => {
    const latin = Buffer.from(`${HEAD}\na,1,2026-01-01,,\nä,1,2026-01-01,,`, 'latin1');
    expect(readGrantTable(latin, NOW).faults).toMatchObject([{ line: 3, column: null }]);
  });
});
