import 'reflect-metadata';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PlatformModule } from '../src/platform/platform.module.js';
import { parseSettings, workerProcessSettings } from '../src/platform/config/index.js';
import { JobTypesModule, type JobTypeRegistration } from '../src/modules/jobs/index.js';
import { JobsWorkerModule } from '../src/modules/jobs/jobs-worker.module.js';
import { TestClock } from './test-app.js';

@Module({})
class JobWorkerProcess {
  static of(
    types: readonly JobTypeRegistration[],
    databaseUrl: string,
    environment: Readonly<Record<string, string>>,
    clock?: { now(): Date },
  ): DynamicModule {
    const settings = parseSettings(workerProcessSettings, {
      ENVIRONMENT: 'development',
      LOG_LEVEL: 'silent',
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_SIZE: '6',
      ...environment,
    });
    return {
      module: JobWorkerProcess,
      imports: [
        PlatformModule.forRoot(settings, clock && new TestClock(clock)),
        JobTypesModule.of(types),
        JobsWorkerModule,
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
    JobWorkerProcess.of(types, databaseUrl, options.environment ?? {}, options.clock),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its bag of options as a class
    { logger: false, abortOnError: false },
  );
}

/** Looks again and again until something is so; fails with what was seen last. */
export async function until<Seen>(
  look: () => Promise<Seen> | Seen,
  isSo: (seen: Seen) => boolean,
  withinMs = 20_000,
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
