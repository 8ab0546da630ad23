import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { jobTypes } from '../job-types.js';
import { AccessTokensModule } from '../modules/auth/index.js';
import { CreditRulesModule } from '../modules/credit-rules/index.js';
import { DataQualityEventsModule } from '../modules/data-quality/index.js';
import { JobsModule, JobTypesModule } from '../modules/jobs/index.js';
import { LedgerModule } from '../modules/ledger/index.js';
import { PerunSyncModule } from '../modules/perun-sync/index.js';
import { RatingModule } from '../modules/rating/index.js';
import {
  readSettingsOrExit,
  workerProcessSettings,
  type WorkerProcessSettings,
} from '../platform/config/index.js';
import { PlatformModule } from '../platform/platform.module.js';

@Module({})
class CliModule {
  static forRoot(settings: WorkerProcessSettings): DynamicModule {
    return {
      module: CliModule,
      imports: [
        PlatformModule.forRoot(settings),
        AccessTokensModule,
        CreditRulesModule,
        DataQualityEventsModule,
        LedgerModule,
        RatingModule,
        PerunSyncModule,
        JobsModule,
        JobTypesModule.of(jobTypes),
      ],
    };
  }
}

/** Runs one command with the product's modules; the database connection ends with it. */
export async function withApplication(
  command: (app: INestApplicationContext) => Promise<void>,
): Promise<void> {
  const settings = readSettingsOrExit(workerProcessSettings);
  const app = await NestFactory.createApplicationContext(CliModule.forRoot(settings), {
    logger: false,
    abortOnError: false,
  });
  try {
    await command(app);
  } finally {
    await app.close();
  }
}
