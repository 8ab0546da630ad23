import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statementResponse } from '@os-credits/contracts';
import { fixedClock } from '@os-credits/testing';
import { strFromU8, unzipSync } from 'fflate';
import { AccountBuilder } from '../../../test/account-builder.js';
import { JobStage, TESTER } from '../../../test/job-stage.js';
import { JobFiles } from '../jobs/index.js';
import { ExportStatementsJob, StatementModule } from './index.js';

const NOW = '2026-11-22T13:30:00.000Z';

describe('export-statements', () => {
  let stage: JobStage;
  let accounts: AccountBuilder;

  beforeAll(async () => {
    stage = await JobStage.open(
      [{ type: ExportStatementsJob, imports: [StatementModule] }],
      fixedClock(NOW),
    );
    accounts = new AccountBuilder(stage.database.url);
    for (const name of ['grün/eins', 'grün_eins', 'zwei']) {
      const id = await accounts.project(name);
      await accounts.other(id, { kind: 'grant', at: '2026-10-01T00:00:00Z', credits: '100' });
      const cpu = await accounts.series(id, 'bielefeld');
      await accounts.charge(id, cpu, '2026-10-05T10:00:00Z', '2.5');
    }
    await accounts.project('unknown', 'unverified');
    await stage.addWorker({ clock: fixedClock(NOW) });
  });
  afterAll(async () => {
    await accounts.close();
    await stage.close();
  });

  async function run(parameters: Record<string, unknown>) {
    const { jobId } = await stage.starter.start({
      type: 'export-statements',
      parameters,
      actor: TESTER,
    });
    const detail = await stage.reached(jobId);
    const archives = await Promise.all(
      detail.files.map(async ({ id }) => {
        const chunks: Uint8Array[] = [];
        const files = stage.office.get(JobFiles, { strict: false });
        for await (const chunk of files.read(id)) chunks.push(chunk);
        return unzipSync(Buffer.concat(chunks));
      }),
    );
    return { detail, archives };
  }

  it('puts the statement of every active project into an archive', async () => {
    const { detail, archives } = await run({
      from: '2026-10-01',
      to: '2026-11-01',
      format: 'json',
    });
    expect([detail.state, detail.result]).toEqual(['succeeded', { statements: 3, archives: 1 }]);
    expect(detail.files.map(({ name }) => name)).toEqual([
      'statements 2026-10-01 2026-11-01 part 1.zip',
    ]);
    const [archive = {}] = archives;
    expect(Object.keys(archive).sort()).toEqual([
      'statement grün_eins 2026-10-01 2026-11-01 (2).json',
      'statement grün_eins 2026-10-01 2026-11-01.json',
      'statement zwei 2026-10-01 2026-11-01.json',
    ]);
    const statements = Object.values(archive).map((bytes) =>
      statementResponse.parse(JSON.parse(strFromU8(bytes))),
    );
    expect(statements.map(({ project }) => project).sort()).toEqual([
      'grün/eins',
      'grün_eins',
      'zwei',
    ]);
    // The grant takes effect at the very beginning, so it belongs to what was before.
    expect(statements.map(({ opening, closing }) => [opening, closing])).toEqual(
      [0, 1, 2].map(() => ['100', '97.5']),
    );
  });

  it('prints PDFs, for one project where asked', async () => {
    const { archives } = await run({ from: '2026-10-01', to: '2026-11-01', project: 'zwei' });
    const [[name, bytes] = ['', new Uint8Array()]] = Object.entries(archives[0] ?? {});
    expect([name, strFromU8(bytes.subarray(0, 8))]).toEqual([
      'statement zwei 2026-10-01 2026-11-01.pdf',
      '%PDF-1.7',
    ]);
  });

  it('has no archive where there is no project', async () => {
    const { detail } = await run({ from: '2026-10-01', to: '2026-11-01', status: 'inactive' });
    expect([detail.result, detail.files]).toEqual([{ statements: 0, archives: 0 }, []]);
  });

  it('refuses an empty period', async () => {
    const { detail } = await run({ from: '2026-11-01', to: '2026-11-01' });
    expect([detail.state, detail.error?.message]).toEqual([
      'failed',
      '/body/parameters/to: must be later than from',
    ]);
  });

  it.each([
    ['from', '0000-01-01'],
    ['from', '2026-02-30'],
    ['from', '1,5'],
    ['to', '9999-12-32'],
    ['format', 'xlsx'],
    ['status', 'gone'],
    ['project', ''],
    ['months', '1'],
  ])('is not started with %s=%s', async (name, value) => {
    const parameters = { from: '2026-10-01', to: '2026-11-01', [name]: value };
    const before = await stage.db.query('select id from job_run');
    await expect(
      stage.starter.start({ type: 'export-statements', parameters, actor: TESTER }),
    ).rejects.toMatchObject({ code: 'invalid-request' });
    expect(await stage.db.query('select id from job_run')).toEqual(before);
  });
});
