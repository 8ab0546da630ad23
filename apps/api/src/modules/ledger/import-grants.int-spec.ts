import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@os-credits/testing';
import { RatingStage } from '../../../test/rating-stage.js';
import { StagedContext, type StagedRun } from '../../../test/job-context.js';
import { TestClock } from '../../../test/test-app.js';
import {
  type ImportGrantsCheckpoint,
  type ImportGrantsParameters,
} from './application/import-grants/import-grants.contract.js';
import { ImportGrants } from './application/import-grants/import-grants.use-case.js';
import { ImportGrantsJob } from './jobs/import-grants.job.js';
import { SqlGrantImports } from './persistence/sql-grant-imports.js';
import { SqlPostGrants } from './persistence/sql-post-grants.js';

const FILE = '00000000-0000-4000-8000-00000000000f';
const HEAD = 'project,credits,effectiveAt,key,reason';

let stage: RatingStage;
let job: ImportGrantsJob;
beforeAll(async () => {
  stage = await RatingStage.open();
  job = new ImportGrantsJob(
    new ImportGrants(
      stage.database,
      new SqlGrantImports(),
      new SqlPostGrants(),
      new TestClock(fixedClock('2026-11-22T12:00:00Z')),
    ),
  );
});
afterAll(() => stage.close());

function contextOf(lines: readonly string[], run: Partial<StagedRun> = {}) {
  return new StagedContext<ImportGrantsParameters, ImportGrantsCheckpoint>(job, {
    upload: [HEAD, ...lines].join('\n'),
    ...run,
    parameters: { file: FILE, ...run.parameters },
  });
}

async function importGrants(lines: readonly string[], run: Partial<StagedRun> = {}) {
  const outcome = await job.run(contextOf(lines, run));
  return job.result.parse(outcome.result);
}

async function entries(project: string): Promise<unknown[]> {
  return stage.database.query(
    `select trim_scale(e.credits)::text as credits, e.effective_at, e.reason, e.source, e.actor, e.kind, p.status,
            trim_scale(a.granted)::text as granted
       from ledger_entry e join project p on p.id = e.project_id join account a using (project_id)
      where p.name = $1 order by e.id`,
    [project],
  );
}

async function known(...names: string[]): Promise<void> {
  for (const name of names)
    await stage.database.query(`insert into project (name) values ($1)`, [name]);
}

/** Sums and counts of everything that an import of grants may write. */
async function traces(): Promise<unknown> {
  const [row] = await stage.database.query(
    `select (select count(*) from ledger_entry) entries, (select sum(granted) from account) granted,
            (select count(*) from account) accounts, (select count(*) from project) projects,
            (select count(*) from project where status = 'active') active`,
  );
  return row;
}

describe('an import of grants', () => {
  it('books each line once; a second time it books nothing and says so', async () => {
    await known('one', 'two');
    const lines = [
      'one,1000.50,2026-01-01,,first call',
      'two,7,2026-02-01,k,',
      'one,1000.5,2026-01-01,,',
    ];
    const first = await importGrants(lines);
    expect(first).toMatchObject({
      posted: 3,
      alreadyPosted: 0,
      refused: 0,
      creditsPosted: '2008',
      projectsCreated: [],
      linesNotShown: 0,
    });
    expect(first.lines.map(({ line, outcome, project }) => [line, outcome, project])).toEqual([
      [2, 'posted', 'one'],
      [3, 'posted', 'two'],
      [4, 'posted', 'one'],
    ]);
    expect(await entries('one')).toMatchObject([
      {
        credits: '1000.5',
        effective_at: '2026-01-01T00:00:00.000Z',
        reason: 'first call',
        source: 'import',
        actor: 'cli',
        kind: 'grant',
        status: 'active',
        granted: '2001',
      },
      { credits: '1000.5', reason: null },
    ]);
    const before = await traces();
    expect(await importGrants(lines.toReversed())).toMatchObject({
      posted: 0,
      alreadyPosted: 3,
      creditsPosted: '0',
    });
    expect(await traces()).toEqual(before);
    expect((await stage.verify()).differences).toEqual([]);
  });

  it('books nothing where a line is bad, and names every fault', async () => {
    await known('three');
    const before = await traces();
    const context = contextOf([
      'three,5,2026-01-01,,',
      'three,"1,5",tomorrow,,',
      'nobody,1,2026-01-01,,',
    ]);
    await expect(job.run(context)).rejects.toMatchObject({
      code: 'invalid-request',
      message:
        'Nothing was booked: 2 of 3 lines are bad. ' +
        'line 3, column credits: "1,5" has a decimal comma: write it with a point, as in 1.5; ' +
        'line 3, column effectiveAt: "tomorrow" is no day such as 2026-11-22 or instant such as 2026-11-22T13:00:00Z; ' +
        'line 4, column project: nobody knows this project; mind the spelling, or let unknown projects be created',
    });
    expect(await traces()).toEqual(before);
    expect(context.lines).toHaveLength(3);
    expect(context.files).toMatchObject([{ name: 'bad-lines.csv' }]);
    expect(context.files[0]?.text.split('\r\n')[1]).toBe(
      '3,"credits","""1,5"" has a decimal comma: write it with a point, as in 1.5"',
    );
  });

  it('books the other lines where that was asked for', async () => {
    await known('four');
    const parameters = { onError: 'skip-bad' };
    const result = await importGrants(['four,5,2026-01-01,,', 'four,x,2026-01-01,,'], {
      parameters,
    });
    expect(result).toMatchObject({
      posted: 1,
      refused: 1,
      lines: [
        { line: 3, outcome: 'refused' },
        { line: 2, outcome: 'posted' },
      ],
    });
    expect(await entries('four')).toMatchObject([{ credits: '5', granted: '5' }]);
  });

  it('makes projects where that was asked for', async () => {
    const parameters = { unknownProjects: 'create' };
    const lines = ['made,5,2026-01-01,,', 'made,6,2026-01-01,,'];
    expect(await importGrants(lines, { parameters, isDryRun: true })).toMatchObject({
      posted: 2,
      projectsCreated: ['made'],
    });
    expect(await entries('made')).toEqual([]);
    expect(await importGrants(lines, { parameters })).toMatchObject({
      posted: 2,
      projectsCreated: ['made'],
    });
    expect(await entries('made')).toMatchObject([{ granted: '11', status: 'active' }, {}]);
  });

  it('refuses a key that was used for something else', async () => {
    await known('five', 'six');
    await importGrants(['five,5,2026-01-01,call-1,', 'five,5,2026-01-01,call-1,again']);
    const context = contextOf(['five,6,2026-01-01,call-1,', 'six,6,2026-01-01,call-1,']);
    await expect(job.run(context)).rejects.toThrow(
      'line 2, column key: the key "call-1" was used for another entry of this project (grant of 5 at 2026-01-01T00:00:00.000Z)',
    );
    expect(await entries('five')).toHaveLength(1);
    expect(await entries('six')).toEqual([]);
  });

  it('tells the same in a dry run and writes nothing, bad lines included', async () => {
    await known('seven');
    const lines = ['seven,5,2026-01-01,,', 'seven,5,2026-01-01,,', 'seven,y,2026-01-01,,'];
    const before = await traces();
    const dry = await importGrants(lines, { isDryRun: true });
    expect(dry).toMatchObject({ posted: 2, refused: 1, creditsPosted: '10' });
    expect(await traces()).toEqual(before);
    expect(await importGrants(lines, { parameters: { onError: 'skip-bad' } })).toEqual(dry);
  });

  it('killed before its commit it has booked nothing; after it, the next attempt tells what was booked', async () => {
    await known('eight');
    const lines = ['eight,5,2026-01-01,,'];
    const before = await traces();
    const dying = contextOf(lines, {
      onCheckpoint: () => {
        throw new Error('killed');
      },
    });
    await expect(job.run(dying)).rejects.toThrow('killed');
    expect(await traces()).toEqual(before);
    const context = contextOf(lines);
    const outcome = await job.run(context);
    const again = await importGrants(lines, { checkpoint: context.saved });
    expect(again).toEqual(outcome.result);
    expect(again).toMatchObject({ posted: 1 });
    expect(await entries('eight')).toHaveLength(1);
  });

  it('knows projects by their former names', async () => {
    await known('renamed');
    await stage.database.query(
      `insert into project_alias (name, project_id) select 'former', id from project where name = 'renamed'`,
    );
    const lines = ['former,5,2026-01-01,k,', 'renamed,5,2026-01-01,k,', 'renamed,6,2026-01-01,l,'];
    expect(await importGrants(lines)).toMatchObject({ posted: 2, alreadyPosted: 1 });
    expect(await entries('renamed')).toMatchObject([{ granted: '11' }, {}]);
    const clash = ['former,5,2026-01-01,m,', 'renamed,7,2026-01-01,m,'];
    await expect(importGrants(clash)).rejects.toThrow(
      'line 3, column key: the key "m" was used for another grant of this project in line 2',
    );
  });

  it('books thousands of lines as one', async () => {
    await known('nine');
    const lines = Array.from({ length: 12_000 }, (_, n) => `nine,0.${n + 1},2026-01-01,k${n},`);
    const result = await importGrants(lines);
    expect(result).toMatchObject({ posted: 12_000, linesNotShown: 11_000 });
    const [first] = await entries('nine');
    expect(first).toMatchObject({ granted: result.creditsPosted });
  });
});
