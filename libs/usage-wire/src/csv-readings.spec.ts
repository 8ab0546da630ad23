import { describe, expect, it } from '@jest/globals';
import {
  type CsvColumns,
  type CsvReadingOptions,
  detectDelimiter,
  readCsvHeader,
  readCsvRecord,
} from './csv-readings.js';
import { ReadingBatch } from './reading-batch.js';
import { TestCache } from './test-cache.js';

const T0 = 1_546_300_800_000_000;

function columns(headings: string): CsvColumns {
  const header = readCsvHeader(headings.split(','));
  if ('detail' in header) throw new Error(header.detail);
  return header.columns;
}

function read(
  cells: readonly string[],
  options: Partial<CsvReadingOptions<string>> = {},
  headings = 'project,site,metric,time,value',
) {
  const batch = new ReadingBatch<string>(10);
  readCsvRecord({ cells, line: 7 }, columns(headings), batch, {
    cache: new TestCache(),
    minAtMicros: T0 - 1,
    maxAtMicros: T0 + 1,
    precision: 'auto',
    projectLabel: 'project_name',
    siteLabel: 'location_id',
    ...options,
  });
  return batch;
}

const good = ['biodb', '8676', 'project_vcpu_usage', '1546300800', '00105.50'];
const withCell = (index: number, cell: string) => good.with(index, cell);

describe('headings', () => {
  it('may be in any order and case, with others between them', () => {
    const cells = [' Value ', 'comment', 'TIME', 'Metric', 'project_name', 'location_id'];
    expect(readCsvHeader(cells)).toEqual({
      columns: { value: 0, time: 2, metric: 3, project: 4, site: 5, count: 6 },
      ignored: ['comment'],
    });
  });

  it('need no site', () => {
    expect(columns('project,metric,time,value').site).toBeNull();
  });

  it('are refused where one is missing, and say which', () => {
    const fault = {
      detail: expect.stringContaining('metric, value are missing') as unknown as string,
    };
    expect(readCsvHeader(['project', 'time', 'foo'])).toMatchObject(fault);
  });

  it('are refused where two mean the same', () => {
    const detail = 'two columns are the project: "project" and "project_name"';
    expect(readCsvHeader(['project', 'project_name'])).toEqual({ detail });
  });

  it.each([
    ['a;b;c', ';'],
    ['a,b', ','],
    ['a\tb\tc,d', '\t'],
    ['alone', ','],
  ])('%j is separated by %j', (line, delimiter) => {
    expect(detectDelimiter(line)).toBe(delimiter);
  });
});

describe('a line of a table', () => {
  it('is a reading: exact value, time, line number', () => {
    const { series, timesMicros, values, positions, rejected } = read(good);
    expect({ series, timesMicros, values, positions, rejected }).toEqual({
      series: ['biodb/8676/project_vcpu_usage'],
      timesMicros: [T0],
      values: ['105.5'],
      positions: [7],
      rejected: [],
    });
  });

  it('has the default site where it names none', () => {
    const identity = {
      projectLabel: 'project_name',
      siteLabels: ['location_id'],
      defaultSite: 'here',
    };
    const cache = new TestCache(identity);
    expect(read(withCell(1, ''), { cache }).series).toEqual(['biodb/here/project_vcpu_usage']);
    const short = ['biodb', 'project_vcpu_usage', '1546300800', '1'];
    expect(read(short, { cache }, 'project,metric,time,value').series).toHaveLength(1);
  });

  it('of a metric that nobody bills is counted', () => {
    const batch = read(withCell(2, 'temperature'));
    expect([batch.counts.unbilled, batch.series, batch.rejected]).toEqual([1, [], []]);
  });

  it.each([
    ['syntax', good.slice(1), 'has 4 cells where the first line has 5'],
    ['syntax', [...good, '5'], 'is a decimal comma'],
    ['project-missing', withCell(0, ' '), ''],
    ['project-invalid', withCell(0, 'a\nb'), 'control characters'],
    ['site-missing', withCell(1, ''), 'no default site'],
    ['metric-missing', withCell(2, ''), ''],
    ['bad-timestamp', withCell(3, '2019-01-01 00:00:00'), 'offset is missing'],
    ['bad-timestamp', withCell(3, '01.01.2019'), '2026-11-22T13:00:00Z'],
    ['in-the-future', withCell(3, '1546300801'), ''],
    ['too-old', withCell(3, '1546300799'), ''],
    ['bad-value', withCell(4, '1,5'), 'decimal comma'],
    ['bad-value', withCell(4, '1.000,5'), 'decimal comma'],
    ['bad-value', withCell(4, ''), 'empty'],
    ['bad-value', withCell(4, 'much'), ''],
    ['negative-value', withCell(4, '-1'), ''],
    ['not-a-number', withCell(4, 'NaN'), ''],
    ['value-out-of-range', withCell(4, '1e999'), ''],
  ])('%s: %j', (reason, cells, detail) => {
    const { rejected, series } = read(cells);
    expect(series).toEqual([]);
    expect(rejected).toMatchObject([{ position: 7, reason }]);
    expect(rejected[0]?.detail).toContain(detail);
  });

  it('that is refused tells all that is known about it', () => {
    expect(read(withCell(3, '1546300801')).rejected).toMatchObject([
      {
        series: 'biodb/8676/project_vcpu_usage',
        timeMicros: T0 + 1_000_000,
        value: '105.5',
        raw: 'biodb,8676,project_vcpu_usage,1546300801,00105.50',
      },
    ]);
    expect(read(withCell(0, 'a\n"b"')).rejected[0]?.raw).toContain('"a\n""b""",8676');
  });
});
