import {
  Inject,
  Injectable,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { Clock, SystemClock } from './clock/index.js';
import {
  CREDITS_SETTINGS,
  DATABASE_SETTINGS,
  INGESTION_SETTINGS,
  JOB_SETTINGS,
  PERUN_SETTINGS,
  RUNTIME_SETTINGS,
  type CreditsSettings,
  type DatabaseSettings,
  type IngestionSettings,
  type JobSettings,
  type PerunSettings,
  type RuntimeSettings,
} from './config/index.js';
import { Database, DatabaseListener, PgDatabase, PgListener } from './database/index.js';
import { loggingModule } from './logging/logging.module.js';
import { Metrics } from './metrics/index.js';

@Injectable()
class DatabaseLifecycle implements OnApplicationShutdown {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DatabaseListener) private readonly listener: DatabaseListener,
  ) {}

  /** After the HTTP server has finished its requests. */
  async onApplicationShutdown(): Promise<void> {
    await this.listener.close();
    await this.database.close();
  }
}

/** What every process has: settings, log, clock, metrics, database. */
@Module({})
export class PlatformModule {
  /**
   * @param settings what the process parsed at its start
   * @param clock stopped in tests
   */
  static forRoot(
    settings: RuntimeSettings &
      DatabaseSettings &
      CreditsSettings &
      IngestionSettings &
      JobSettings &
      PerunSettings,
    clock: Clock = new SystemClock(),
  ): DynamicModule {
    const providers: Provider[] = [
      { provide: RUNTIME_SETTINGS, useValue: settings },
      { provide: DATABASE_SETTINGS, useValue: settings },
      { provide: CREDITS_SETTINGS, useValue: settings },
      { provide: INGESTION_SETTINGS, useValue: settings },
      { provide: JOB_SETTINGS, useValue: settings },
      { provide: PERUN_SETTINGS, useValue: settings },
      { provide: Clock, useValue: clock },
      { provide: Metrics, useFactory: () => new Metrics() },
      {
        provide: Database,
        inject: [Metrics],
        useFactory: (metrics: Metrics) =>
          new PgDatabase(settings, (seconds, outcome) => {
            metrics.querySeconds.observe({ outcome }, seconds);
          }),
      },
      { provide: DatabaseListener, useFactory: () => new PgListener(settings) },
    ];
    return {
      module: PlatformModule,
      global: true,
      imports: [loggingModule(settings)],
      providers: [...providers, DatabaseLifecycle],
      exports: [
        RUNTIME_SETTINGS,
        DATABASE_SETTINGS,
        CREDITS_SETTINGS,
        INGESTION_SETTINGS,
        JOB_SETTINGS,
        PERUN_SETTINGS,
        Clock,
        Metrics,
        Database,
        DatabaseListener,
      ],
    };
  }
}
