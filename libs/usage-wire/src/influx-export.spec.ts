import { describe, expect, it } from '@jest/globals';
import {
  EXPORT_START,
  exportOptions,
  type ExportSelection,
  parseInfluxExport,
} from './influx-export.js';
import { newBatch } from './parse-line-protocol.js';
import { detectReadingsFile } from './readings-file.js';
import { TestCache } from './test-cache.js';

const NS = '1546300800000000000';
const T0 = 1_546_300_800_000_000;
const line = (project: string, value: string) =>
  `project_vcpu_usage,location_id=8676,project_name=${project} value=${value} ${NS}`;

const EXPORT = `# INFLUXDB EXPORT: 1677-09-21T00:12:43Z - 2262-04-11T23:47:16Z
# DDL
CREATE DATABASE usage WITH NAME autogen
# DML
# CONTEXT-DATABASE:usage
# CONTEXT-RETENTION-POLICY:autogen
# writing tsm data
${line('one', '1')}
${line('two', '2')}
# writing wal data
project_vcpu_usage,location_id=8676,project_name=one other=5 ${NS}
nonsense
# CONTEXT-DATABASE:telegraf
${line('three', '3')}
`;

function options() {
  return exportOptions({
    cache: new TestCache(),
    receivedAtMicros: T0,
    minAtMicros: 0,
    maxAtMicros: T0,
  });
}

/** @param pieceBytes length of the pieces that the text is given in */
function read(text: string, selection: ExportSelection = {}, pieceBytes = Infinity) {
  const body = Buffer.from(text);
  const batch = newBatch(options());
  let at = 0;
  let end = Math.min(body.length, pieceBytes);
  let state = { context: EXPORT_START, nextLine: 1 };
  let unselectedLines = 0;
  for (;;) {
    const read = parseInfluxExport(body.subarray(at, end), {
      batch,
      options: options(),
      context: state.context,
      selection,
      firstLine: state.nextLine,
      isLast: end === body.length,
    });
    unselectedLines += read.unselectedLines;
    state = read;
    at += read.consumedBytes;
    if (end === body.length) return { batch, state, unselectedLines, at };
    end = Math.min(body.length, end + pieceBytes);
  }
}

describe('an export of InfluxDB', () => {
  it('has its readings and refusals at their lines; statements are left out', () => {
    const { batch, state } = read(EXPORT);
    expect(batch.series.map((one) => one.split('/')[0])).toEqual(['one', 'two', 'three']);
    expect(batch.positions).toEqual([8, 9, 14]);
    expect(batch.timesMicros).toEqual([T0, T0, T0]);
    expect(batch.rejected).toMatchObject([{ position: 12, reason: 'syntax', raw: 'nonsense' }]);
    expect(state).toMatchObject({
      nextLine: 15,
      context: { section: 'dml', database: 'telegraf', retentionPolicy: 'autogen' },
    });
  });

  it('has a line for every field: the others count as unbilled', () => {
    expect(read(EXPORT).batch.counts.unbilled).toBe(1);
  });

  it('can be read for one database or retention policy', () => {
    const usage = read(EXPORT, { database: 'usage' });
    expect(usage.batch.positions).toEqual([8, 9]);
    expect(usage.unselectedLines).toBe(1);
    expect(read(EXPORT, { retentionPolicy: 'other' })).toMatchObject({ unselectedLines: 5 });
  });

  it('is line protocol where the marks are missing', () => {
    expect(read(line('one', '1')).batch.positions).toEqual([1]);
  });

  it.each([1, 2, 7, 40, 100])('reads the same in pieces of %d bytes', (pieceBytes) => {
    const crlf = `${EXPORT.replaceAll('\n', '\r\n')}${line('four', '4')}`;
    const whole = read(crlf, { database: 'usage' });
    const pieces = read(crlf, { database: 'usage' }, pieceBytes);
    expect(pieces.batch).toEqual(whole.batch);
    expect(pieces.state.nextLine).toBe(whole.state.nextLine);
    expect(pieces).toMatchObject({ unselectedLines: whole.unselectedLines, at: crlf.length });
  });

  it('goes on behind a quote that is never closed', () => {
    const { batch } = read(`${line('one', '"')}\n# x\n${line('two', '2')}\n`, {}, 30);
    expect(batch.rejected).toMatchObject([{ position: 1, reason: 'syntax' }]);
    expect(batch.positions).toEqual([3]);
  });
});

describe('what a file is', () => {
  it.each([
    ['influx-export', EXPORT],
    ['influx-export', '# DML\n# CONTEXT-DATABASE:usage\n'],
    ['line-protocol', `# made by hand\n${line('one', '1')}`],
    ['line-protocol', line('one', '1')],
    ['line-protocol', ''],
    ['csv', 'project,site,metric,time,value\n'],
    ['csv', '\ufeff"Project";"Site";"Metric";"Time";"Value"\r\n'],
    ['csv', 'project;site;metric;value\n'],
  ])('%s: %j', (format, text) => {
    expect(detectReadingsFile(Buffer.from(text))).toBe(format);
  });
});
