import 'reflect-metadata';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { type NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface.js';
import { NestFactory } from '@nestjs/core';
import { type JobRunDetail, type JobState } from '@os-credits/contracts';
import { createTestDatabase, type TestDatabase } from '@os-credits/testing';
import { PlatformModule } from '../src/platform/platform.module.js';
import { Database } from '../src/platform/database/index.js';
import { parseSettings, workerProcessSettings } from '../src/platform/config/index.js';
import {
  JobQueries,
  JobTypesModule,
  RunActions,
  StartRun,
  type JobTypeRegistration,
} from '../src/modules/jobs/index.js';
import { JobsWorkerModule } from '../src/modules/jobs/jobs-worker.module.js';
import { TestClock } from './test-app.js';

interface ProcessOptions {
  readonly types: readonly JobTypeRegistration[];
  readonly databaseUrl: string;
  readonly hasWorker: boolean;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly clock?: { now(): Date } | undefined;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its bag of options as a class
const NEST_OPTIONS: NestApplicationContextOptions = { logger: false, abortOnError: false };

@Module({})
class JobProcess {
  static of(process: ProcessOptions): DynamicModule {
    const { types, databaseUrl, environment, hasWorker, clock } = process;
    const settings = parseSettings(workerProcessSettings, {
      ENVIRONMENT: 'development',
      LOG_LEVEL: 'silent',
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_SIZE: '6',
      ...environment,
    });
    return {
      module: JobProcess,
      imports: [
        PlatformModule.forRoot(settings, clock && new TestClock(clock)),
        JobTypesModule.of(types),
        ...(hasWorker ? [JobsWorkerModule] : []),
      ],
    };
  }
}

/** A worker of jobs as `main.worker` has it, with the types that a test gives it. */
export async function startJobWorker(
  databaseUrl: string,
  types: readonly JobTypeRegistration[],
  options: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly clock?: { now(): Date };
  } = {},
): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(
    JobProcess.of({ types, databaseUrl, hasWorker: true, ...options }),
    NEST_OPTIONS,
  );
}

/** Several workers on one database, with what tests look at and do. */
export class JobStage {
  private readonly workers: INestApplicationContext[] = [];

  private constructor(
    readonly database: TestDatabase,
    /** Starts and changes runs, but has no worker: what it starts waits. */
    readonly office: INestApplicationContext,
    private readonly types: readonly JobTypeRegistration[],
  ) {}

  static async open(
    types: readonly JobTypeRegistration[],
    clock?: { now(): Date },
  ): Promise<JobStage> {
    const database = await createTestDatabase();
    const office = await NestFactory.createApplicationContext(
      JobProcess.of({ types, databaseUrl: database.url, hasWorker: false, clock }),
      NEST_OPTIONS,
    );
    return new JobStage(database, office, types);
  }

  get starter(): StartRun {
    return this.office.get(StartRun);
  }

  get actions(): RunActions {
    return this.office.get(RunActions);
  }

  get db(): Database {
    return this.office.get(Database);
  }

  async addWorker(
    options: {
      readonly environment?: Readonly<Record<string, string>>;
      readonly clock?: { now(): Date };
    } = {},
  ): Promise<INestApplicationContext> {
    const worker = await startJobWorker(this.database.url, this.types, options);
    this.workers.push(worker);
    return worker;
  }

  /** The lease of a run is over, as where its worker was suspended, until somebody has ended the attempt. */
  async lose(id: string): Promise<void> {
    const { attempt } = await this.detail(id);
    await until(
      async () => {
        await this.db.query(
          `update job_run set lease_until = clock_timestamp() - interval '1 second'
            where id = $1 and state = 'running' and attempt = $2`,
          [id, attempt],
        );
        return this.detail(id);
      },
      (run) => run.attempts.find((each) => each.attempt === attempt)?.outcome === 'lost',
    );
  }

  async stopWorker(worker: INestApplicationContext): Promise<void> {
    this.workers.splice(this.workers.indexOf(worker), 1);
    await worker.close();
  }

  async stopWorkers(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.close()));
  }

  /** Starts a run of a scripted type; `key` tells runs apart. */
  async start(
    script: string,
    options: { type?: string; key?: string; parentId?: string; isDryRun?: boolean } = {},
  ): Promise<string> {
    const { type = 'scripted', key = '', ...rest } = options;
    const started = await this.starter.start({
      type,
      parameters: { script, key },
      actor: TESTER,
      ...rest,
    });
    return started.jobId;
  }

  detail(id: string): Promise<JobRunDetail> {
    return this.office.get(JobQueries).detail(id, () => true);
  }

  async log(id: string): Promise<string[]> {
    const { lines } = await this.office.get(JobQueries).log(id, null, 1000);
    return lines.map(({ text }) => text);
  }

  /** The run once it is in a state, or in any state in which nothing more happens. */
  async reached(id: string, state?: JobState): Promise<JobRunDetail> {
    const run = await until(
      () => this.detail(id),
      (seen) => (state === undefined ? OVER.includes(seen.state) : seen.state === state),
    );
    return run;
  }

  /** Entries in the queue itself. */
  async queueLength(): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      'select count(*)::int as count from pgboss.job',
    );
    return row?.count ?? NaN;
  }

  async close(): Promise<void> {
    await this.stopWorkers();
    await this.office.close();
    await this.database.drop();
  }
}

export const TESTER = { kind: 'person', id: 'tester', name: 'Tester' } as const;
const OVER: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'dead'];

/** Looks again and again until something is so; fails with what was seen last. */
export async function until<Seen>(
  look: () => Promise<Seen> | Seen,
  isSo: (seen: Seen) => boolean,
  withinMs = 120_000,
): Promise<Seen> {
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (performance.now() > end) {
      throw new Error(`It did not come about in ${withinMs} ms. Last: ${JSON.stringify(seen)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
