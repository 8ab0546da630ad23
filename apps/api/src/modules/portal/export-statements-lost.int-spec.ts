import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { fixedClock } from '@os-credits/testing';
import { unzipSync } from 'fflate';
import { AccountBuilder } from '../../../test/account-builder.js';
import { JobStage, TESTER } from '../../../test/job-stage.js';
import { gate } from '../../../test/scripted-job.js';
import { JobFiles } from '../jobs/index.js';
import { ExportStatementsJob, StatementModule } from './index.js';

const NOON = '2026-11-22T12:00:00Z';
/** Of a worker that stands still in its run: with a free slot it would take the lost run again itself. */
const ONE_SLOT = { JOB_WORKER_SLOTS: '1' };
const PROJECTS = ['alpha', 'beta', 'gamma', 'delta'];

type Context = Parameters<ExportStatementsJob['run']>[0];
type Moment = 'within' | 'behind';
/** Awaited within the second part or right behind it, by the first attempt only. */
let interrupt: (moment: Moment) => Promise<void> = () => Promise.resolve();

/** One project per part, and an interruption at the second one. */
@Injectable()
class SmallPartsJob extends ExportStatementsJob {
  protected override readonly partBytesMin = 1;

  override run(context: Context) {
    const pause = (moment: Moment, name: string) =>
      context.attempt === 1 && name.includes('part 2') ? interrupt(moment) : Promise.resolve();
    return super.run({
      ...context,
      saveFile: async (file) => {
        const content = pausing(file.content, () => pause('within', file.name));
        const id = await context.saveFile({ ...file, content });
        await pause('behind', file.name);
        return id;
      },
    });
  }
}

async function* pausing(
  content: AsyncIterable<Uint8Array>,
  pause: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  yield* content;
  await pause();
}

describe('export-statements whose worker is lost', () => {
  let stage: JobStage;
  let accounts: AccountBuilder;

  beforeAll(async () => {
    const types = [{ type: SmallPartsJob, imports: [StatementModule] }];
    stage = await JobStage.open(types, fixedClock(NOON));
    accounts = new AccountBuilder(stage.database.url);
    for (const name of PROJECTS) {
      const id = await accounts.project(name);
      await accounts.other(id, { kind: 'grant', at: '2026-10-02T00:00:00Z', credits: '100' });
    }
  });
  afterEach(() => stage.stopWorkers());
  afterAll(async () => {
    await accounts.close();
    await stage.close();
  });

  async function parts(jobId: string): Promise<[name: string, statements: string[]][]> {
    const { files } = await stage.detail(jobId);
    const store = stage.office.get(JobFiles, { strict: false });
    const read = await Promise.all(
      files.map(async ({ id, name }): Promise<[string, string[]]> => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of store.read(id)) chunks.push(chunk);
        return [name, Object.keys(unzipSync(Buffer.concat(chunks)))];
      }),
    );
    return read.sort(([one], [other]) => (one < other ? -1 : 1));
  }

  it.each([
    ['within', 'in the middle of a part', '2026-10-03'],
    ['behind', 'between two parts', '2026-10-04'],
  ] as const)(
    '%s: %s, every project is in one part and every part there once',
    async (at, _, to) => {
      // given: a worker that stands still at its second part until its lease is over
      const door = gate();
      const reached = gate();
      interrupt = async (moment) => {
        if (moment !== at) return;
        reached.open();
        await door.opened;
      };
      const first = await stage.addWorker({ clock: fixedClock(NOON), environment: ONE_SLOT });
      const parameters = { from: '2026-10-01', to, format: 'csv' };
      const { jobId } = await stage.starter.start({
        type: 'export-statements',
        parameters,
        actor: TESTER,
      });
      await reached.opened;
      // when: another one takes over, and the first one goes on afterwards
      await stage.addWorker({ clock: fixedClock(NOON) });
      await stage.lose(jobId);
      const run = await stage.reached(jobId, 'succeeded');
      const expected = [...PROJECTS]
        .sort()
        .map((name, index) => [
          `statements 2026-10-01 ${to} part ${index + 1}.zip`,
          [`statement ${name} 2026-10-01 ${to}.csv`],
        ]);
      expect(await parts(jobId)).toEqual(expected);
      door.open();
      await stage.stopWorker(first);
      // then: nothing of it counts
      expect(await parts(jobId)).toEqual(expected);
      expect(run.result).toEqual({ statements: 4, archives: 4 });
      expect(run.attempts.map(({ outcome }) => outcome)).toEqual(['lost', 'succeeded']);
    },
  );
});
