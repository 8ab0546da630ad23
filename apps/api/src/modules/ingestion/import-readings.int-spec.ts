import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@os-credits/testing';
import { RatingStage } from '../../../test/rating-stage.js';
import { StagedContext, type StagedRun } from '../../../test/job-context.js';
import { TestClock } from '../../../test/test-app.js';
import { creditsSettings, ingestionSettings } from '../../platform/config/index.js';
import {
  type ImportCheckpoint,
  type ImportReadingsParameters,
} from './application/import/import-readings.contract.js';
import { ImportReadings } from './application/import/import-readings.use-case.js';
import { ImportReadingsJob } from './jobs/import-readings.job.js';
import { SqlIngestionRepository } from './persistence/sql-ingestion.repository.js';

const NOW = '2026-11-22T12:00:00Z';
const FILE = '00000000-0000-4000-8000-00000000000f';
const HEAD = 'project,site,metric,time,value';
const minute = (n: number) => new Date(Date.parse('2026-09-20T00:00:00Z') + n * 60_000);
const cells = (project: string, n: number, value: string) =>
  `${project},8676,project_vcpu_usage,${minute(n).toISOString()},${value}`;
const lp = (project: string, n: number, value: string) =>
  `project_vcpu_usage,location_id=8676,project_name=${project} value=${value} ${minute(n).getTime()}000000`;

let stage: RatingStage;
let job: ImportReadingsJob;
beforeAll(async () => {
  stage = await RatingStage.open();
  job = new ImportReadingsJob(
    new ImportReadings(
      stage.database,
      new SqlIngestionRepository(stage.database),
      new TestClock(fixedClock(NOW)),
      ingestionSettings.parse({ INGEST_BACKLOG_READINGS_MAX: '1000000' }),
      creditsSettings.parse({}),
      { find: () => Promise.resolve(null) },
    ),
  );
});
afterAll(() => stage.close());

type Context = StagedContext<ImportReadingsParameters, ImportCheckpoint>;

function contextOf(upload: StagedRun['upload'], run: Partial<StagedRun> = {}): Context {
  return new StagedContext(job, {
    upload: upload ?? '',
    ...run,
    parameters: { file: FILE, ...run.parameters },
  });
}

async function runOf(context: Context) {
  const outcome = await job.run(context);
  if (outcome.kind !== 'done') throw new Error('it waits');
  return job.result.parse(outcome.result);
}

async function importFile(upload: StagedRun['upload'], run: Partial<StagedRun> = {}) {
  return runOf(contextOf(upload, run));
}

async function rate(): Promise<void> {
  while ((await stage.rater.execute()).takenCount > 0);
}

async function used(project: string): Promise<string> {
  await rate();
  return stage.used(project);
}

async function quarantined(project: string): Promise<unknown[]> {
  return stage.database.query(
    `select reason, position, value, wire, raw from quarantined_reading where project_name = $1 order by id`,
    [project],
  );
}

/** Everything that an import may write. */
async function traces(): Promise<unknown> {
  const [row] = await stage.database.query(
    `select (select count(*) from ingest_batch) batches, (select count(*) from ingest_payload) payloads,
            (select count(*) from quarantined_reading) quarantined, (select count(*) from project) projects,
            (select count(*) from series) series, (select count(*) from site) sites, (select count(*) from reading) readings`,
  );
  return row;
}

describe('an import of readings', () => {
  it.each([
    ['csv', [HEAD, cells('a', 0, '1'), cells('a', 1, '3.5')].join('\n')],
    ['csv', ['\ufeff' + HEAD, cells('a', 0, '1'), cells('a', 1, '3.5'), ''].join('\r\n')],
    ['csv', [HEAD, cells('a', 0, '1'), cells('a', 1, '3.5')].join('\n').replaceAll(',', ';')],
    ['line-protocol', [lp('a', 0, '1'), lp('a', 1, '3.5')].join('\n')],
    [
      'influx-export',
      `# DDL\nCREATE DATABASE usage\n# DML\n# CONTEXT-DATABASE:usage\n${lp('a', 0, '1')}\n${lp('a', 1, '3.5')}\n`,
    ],
  ])('%s is taken, plain and as gzip, and a second time books nothing', async (format, text) => {
    const project = `taken-${format}-${Math.random().toString(36).slice(2)}`;
    const file = text.replaceAll(/(^|[=;,\n])a([,; ])/g, `$1${project}$2`);
    const first = await importFile(file);
    expect(first).toMatchObject({ format, read: 2, accepted: 2, duplicates: 0, quarantined: 0 });
    expect(first).toMatchObject({
      earliest: '2026-09-20T00:00:00.000000Z',
      latest: '2026-09-20T00:01:00.000000Z',
    });
    expect(await importFile(file)).toMatchObject({ read: 2, accepted: 0, duplicates: 2 });
    expect(await used(project)).toBe('2.5');
    expect(await importFile(gzipSync(file))).toMatchObject({ accepted: 0, duplicates: 2 });
    expect(await used(project)).toBe('2.5');
    expect((await stage.verify(project)).differences).toEqual([]);
  });

  it('lists what cannot be billed by line, and keeps it in quarantine', async () => {
    const file = [
      HEAD,
      cells('bad', 0, '1'),
      cells('bad', 0, '1'),
      cells('bad', 0, '2'),
      cells('bad', 1, '1,5'),
      cells('bad', 2, 'NaN'),
      'bad,8676,project_vcpu_usage,2031-01-01T00:00:00Z,5',
      'bad,8676,temperature,2026-11-20T00:00:00Z,5',
      'bad,"8676,project_vcpu_usage,2026-11-20T00:00:00Z,5',
      cells('bad', 3, '4'),
    ].join('\n');
    const context = contextOf(file);
    const result = await runOf(context);
    expect(result).toMatchObject({
      read: 9,
      accepted: 2,
      duplicates: 1,
      conflicts: 1,
      quarantined: 4,
      unbilled: 1,
      leftOut: 0,
      reasons: { conflict: 1, syntax: 2, 'not-a-number': 1, 'in-the-future': 1 },
    });
    expect(result.faults.map(({ line, reason }) => [line, reason])).toEqual([
      [5, 'syntax'],
      [6, 'not-a-number'],
      [7, 'in-the-future'],
      [9, 'syntax'],
      [4, 'conflict'],
    ]);
    expect(context.lines).toContain('warn line 6: not-a-number: NaN is not a number');
    expect(await quarantined('bad')).toMatchObject([
      { reason: 'not-a-number', position: 6, wire: 'import-csv' },
      { reason: 'in-the-future', position: 7, value: '5' },
      { reason: 'conflict', position: 4, value: '2' },
    ]);
    expect(await used('bad')).toBe('3');
    const [batch] = await stage.database.query(
      `select token_id, job_id, reading_count, quarantined_count from ingest_batch order by id desc limit 1`,
    );
    const { jobId } = context;
    expect(batch).toEqual({
      token_id: null,
      job_id: jobId,
      reading_count: 2,
      quarantined_count: 5,
    });
  });

  it('tells the same in a dry run and writes nothing', async () => {
    await importFile([HEAD, cells('dry', 0, '1')].join('\n'));
    const file = [
      HEAD,
      cells('dry', 0, '1'),
      cells('dry', 1, '2'),
      cells('new-in-dry', 0, '0'),
      cells('new-in-dry', 0, '0'),
      cells('new-in-dry', 0, '2'),
      // Further apart than one block.
      ...Array.from({ length: 9_000 }, (_, n) => cells('new-in-dry', n + 1, `${n}`)),
      cells('new-in-dry', 1, '0'),
      cells('new-in-dry', 2, '77'),
      cells('new-in-dry', 3, 'x'),
    ].join('\n');
    const before = await traces();
    const dry = await importFile(file, { isDryRun: true });
    expect(await traces()).toEqual(before);
    expect(dry).toMatchObject({
      accepted: 9_002,
      duplicates: 3,
      conflicts: 2,
      quarantined: 1,
      read: 9_008,
    });
    expect(await importFile(file)).toEqual(dry);
    expect(await used('new-in-dry')).toBe('8999');
  });

  it('goes on exactly where it was killed, however often', async () => {
    const file = [
      HEAD,
      ...Array.from({ length: 20_000 }, (_, n) => cells('killed', n % 2_000, `${n % 2_000}`)),
      cells('killed', 9, 'x'),
      ...Array.from({ length: 20_000 }, (_, n) => cells('killed', n % 3_000, `${n % 3_000}`)),
      '',
    ].join('\n');
    const whole = await importFile(file.replaceAll('killed', 'uninterrupted'));
    let checkpoint: unknown;
    let attempts = 0;
    for (;;) {
      attempts += 1;
      let saved = 0;
      const context = contextOf(gzipSync(file), {
        ...(checkpoint === undefined ? {} : { checkpoint }),
        // Dies in the middle of its second transaction: that one is undone.
        onCheckpoint: () => {
          saved += 1;
          if (saved === 2) throw new Error('killed');
        },
      });
      const result = await runOf(context).catch((error: unknown) => error);
      await rate();
      checkpoint = context.saved ?? checkpoint;
      if (!(result instanceof Error)) {
        expect(result).toEqual(whole);
        break;
      }
      expect(result.message).toBe('killed');
    }
    expect(attempts).toBeGreaterThan(4);
    expect(await used('killed')).toBe('2999');
    expect((await stage.verify('killed')).differences).toEqual([]);
  });

  it('stops between two blocks when it is told to', async () => {
    const stopping = new AbortController();
    const file = [HEAD, ...Array.from({ length: 20_000 }, (_, n) => cells('stopped', n, `${n}`))];
    const context = contextOf(file.join('\n'), {
      signal: stopping.signal,
      onCheckpoint: () => stopping.abort(new Error('stopped')),
    });
    await expect(job.run(context)).rejects.toThrow('stopped');
    expect(context.saved?.report.accepted).toBeGreaterThan(5_000);
    expect(context.saved?.report.accepted).toBeLessThan(20_000);
  });

  it('has a default site, a first day, and databases that were asked for', async () => {
    const parameters = { site: 'here', from: '2026-11-21' };
    const table = `project,metric,time,value
options,project_vcpu_usage,2026-11-20T23:59:59Z,1
options,project_vcpu_usage,2020-01-01T00:00:00Z,1
options,project_vcpu_usage,2026-11-21T00:00:00Z,1
options,project_vcpu_usage,1795262400,4`;
    expect(await importFile(table, { parameters })).toMatchObject({
      accepted: 2,
      leftOut: 2,
      quarantined: 0,
    });
    expect(await used('options')).toBe('3');
    const [site] = await stage.database.query(
      `select si.name from site si join series s on s.site_id = si.id join project p on p.id = s.project_id where p.name = 'options'`,
    );
    expect(site).toEqual({ name: 'here' });

    const exported = `# DML\n# CONTEXT-DATABASE:one\n${lp('options-2', 0, '1')}\n# CONTEXT-DATABASE:two\n${lp('options-2', 1, '1')}\nproject_vcpu_usage,location_id=1,project_name=options-2 other=3 1\n`;
    expect(await importFile(exported, { parameters: { database: 'two' } })).toMatchObject({
      read: 3,
      accepted: 1,
      leftOut: 1,
      unbilled: 1,
    });
  });

  it('refuses lines without a time, which would be new with every import', async () => {
    const line = 'project_vcpu_usage,location_id=8676,project_name=timeless value=1';
    expect(await importFile(line)).toMatchObject({
      accepted: 0,
      faults: [{ line: 1, reason: 'bad-timestamp', detail: 'the line has no time' }],
    });
    const seconds = `${line} 1795262400`;
    expect(await importFile(seconds)).toMatchObject({ reasons: { 'too-old': 1 } });
    expect(await importFile(seconds, { parameters: { precision: 's' } })).toMatchObject({
      accepted: 1,
    });
  });

  it.each([
    ['an empty file', '', 'The file is empty'],
    ['a table without a column', 'project,site,time,value\n', 'metric is missing'],
    ['two columns of a kind', `${HEAD},project_name\n`, 'two columns are the project'],
    ['a spreadsheet', 'PK\u0003\u0004xxxxxxxx', 'save the sheet as "CSV UTF-8"'],
    ['UTF-16', Buffer.from('\ufeffproject', 'utf16le'), 'save it as UTF-8'],
    ['gzip that is cut', gzipSync(`${HEAD}\n`.repeat(99)).subarray(0, 40), 'broken gzip'],
    ['a line without end', 'x'.repeat(9_000_000), 'longer than'],
  ])('refuses %s for good', async (_, file, message) => {
    const before = await traces();
    await expect(importFile(file)).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining(message) as unknown as string,
    });
    expect(await traces()).toEqual(before);
  });

  it('stops where too much is bad, before it fills the quarantine', async () => {
    const file = [HEAD, ...Array.from({ length: 50 }, (_, n) => cells('wrong', n, 'x'))].join('\n');
    const before = await traces();
    const parameters = { badLinesMax: 49 };
    await expect(importFile(file, { parameters })).rejects.toThrow(
      '50 lines cannot be billed, and badLinesMax is 49: 50 × bad-value. The first one is line 2',
    );
    expect(await traces()).toEqual(before);
  });

  it('takes Latin-1 for what it is: not UTF-8, on its line only', async () => {
    const file = Buffer.from(
      `${HEAD}\n${cells('münchen', 0, '1')}\n${cells('latin', 0, '1')}`,
      'latin1',
    );
    const result = await importFile(file);
    expect(result).toMatchObject({ accepted: 1, faults: [{ line: 2, reason: 'not-utf8' }] });
  });

  it('goes on behind a quote that is never closed', async () => {
    const file = [
      lp('quote', 0, '1'),
      'project_vcpu_usage,location_id=8676,project_name=quote value="1 1',
      ...Array.from({ length: 60_000 }, (_, n) => lp('quote', n + 1, `${n + 1}`)),
    ].join('\n');
    expect(file.length).toBeGreaterThan(5_000_000);
    expect(await importFile(file)).toMatchObject({
      accepted: 60_001,
      reasons: { syntax: 1 },
    });
  });
});
