import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createTestDatabase, type TestDatabase } from '@os-credits/testing';
import {
  bulkFixture,
  startPerunSimulator,
  type PerunFixture,
  type PerunSimulator,
} from '../../sandbox/src/perun/index.js';
import { LedgerModule } from '../src/modules/ledger/index.js';
import { PerunSyncJob, PerunSyncModule } from '../src/modules/perun-sync/index.js';
import {
  RunSync,
  type SyncSummary,
} from '../src/modules/perun-sync/application/run-sync.use-case.js';
import {
  type SyncCheckpoint,
  type SyncParameters,
} from '../src/modules/perun-sync/application/sync-job.js';
import { RatingModule, VerifyLedger } from '../src/modules/rating/index.js';
import { parseSettings, workerProcessSettings } from '../src/platform/config/index.js';
import { Database, type SqlValue } from '../src/platform/database/index.js';
import { PlatformModule } from '../src/platform/platform.module.js';
import { AccountBuilder } from './account-builder.js';
import { StagedContext, type StagedRun } from './job-context.js';

const GRANTED = 'urn:perun:group:attribute-def:opt:denbiCreditsGranted';
const USED = 'urn:perun:group:attribute-def:opt:denbiCreditsCurrent';
const TIMESTAMPS = 'urn:perun:group_resource:attribute-def:opt:denbiCreditTimestamps';

@Module({})
class SyncProcess {
  static of(environment: Readonly<Record<string, string>>): DynamicModule {
    const settings = parseSettings(workerProcessSettings, environment);
    return {
      module: SyncProcess,
      imports: [PlatformModule.forRoot(settings), LedgerModule, RatingModule, PerunSyncModule],
      providers: [PerunSyncJob],
    };
  }
}

export interface SyncResult extends SyncSummary {
  readonly jobId: string;
  readonly checkpoint: SyncCheckpoint | null;
  readonly lines: readonly string[];
}

/** The sync on a database of its own, against a Perun that plays by the contract. */
export class SyncStage {
  private constructor(
    readonly perun: PerunSimulator,
    readonly accounts: AccountBuilder,
    private readonly testDatabase: TestDatabase,
    private app: INestApplicationContext,
    private environment: Readonly<Record<string, string>>,
  ) {}

  static async open(
    options: {
      readonly groups?: number;
      readonly fixture?: PerunFixture;
      readonly environment?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<SyncStage> {
    const perun = await startPerunSimulator({
      fixture: options.fixture ?? bulkFixture(options.groups ?? 6),
    });
    const database = await createTestDatabase();
    const environment = {
      ENVIRONMENT: 'development',
      LOG_LEVEL: 'silent',
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: '4',
      ...perunEnvironment(perun),
      ...options.environment,
    };
    const app = await start(environment);
    return new SyncStage(perun, new AccountBuilder(database.url), database, app, environment);
  }

  get databaseUrl(): string {
    return this.testDatabase.url;
  }

  /** From here on with other settings. */
  async reopen(environment: Readonly<Record<string, string>>): Promise<void> {
    await this.app.close();
    this.environment = { ...this.environment, ...environment };
    this.app = await start(this.environment);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.accounts.close();
    await this.perun.close();
    await this.testDatabase.drop();
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.app.get<T>(token);
  }

  /** One attempt of a run, without the engine of jobs. */
  async sync(
    parameters: Partial<SyncParameters> = {},
    run: Omit<StagedRun, 'parameters'> = {},
  ): Promise<SyncResult> {
    const context = new StagedContext<SyncParameters, SyncCheckpoint>(this.app.get(PerunSyncJob), {
      jobId: randomUUID(),
      ...run,
      parameters,
    });
    const summary = await this.app.get(RunSync).execute(context);
    return { ...summary, jobId: context.jobId, checkpoint: context.saved, lines: context.lines };
  }

  async sql<Row>(text: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return this.app.get(Database).query<Row>(text, values);
  }

  async one<Row>(text: string, values: readonly SqlValue[] = []): Promise<Row> {
    const [row] = await this.sql<Row>(text, values);
    if (row === undefined) throw new Error(`no row from: ${text}`);
    return row;
  }

  /** Kinds and states of a run's change set, as `grant applied: 3`. */
  async items(syncRunId: string): Promise<Record<string, number>> {
    const rows = await this.sql<{ key: string; count: number }>(
      `select kind || ' ' || status as key, count(*)::int as count from sync_item
        where sync_run_id = $1 group by 1 order by 1`,
      [syncRunId],
    );
    return Object.fromEntries(rows.map(({ key, count }) => [key, count]));
  }

  async account(project: string): Promise<{ granted: string; used: string; status: string }> {
    return this.one(
      `select trim_scale(a.granted)::text as granted, trim_scale(a.used)::text as used, p.status
         from project p join account a on a.project_id = p.id where p.name = $1`,
      [project],
    );
  }

  /** Posted use of a project at a site, with the series that it comes from. */
  async use(project: string, site: string, credits: string, at: string): Promise<void> {
    const { id } = await this.one<{ id: number }>(`select id from project where name = $1`, [
      project,
    ]);
    const hour = at.slice(0, 13).concat(':00:00Z');
    const [known] = await this.sql<{ id: number }>(
      `select s.id from series s join site on site.id = s.site_id where s.project_id = $1 and site.name = $2`,
      [id, site],
    );
    const series = known?.id ?? (await this.accounts.series(id, site, 'project_vcpu_usage'));
    await this.accounts.sql(
      `update series set last_at = $3, first_at = coalesce(first_at, $3) where project_id = $1 and id = $2`,
      [id, series, at],
    );
    await this.accounts.charge(id, series, hour, credits);
  }

  /** Does what a control of Perun does, such as `grant`. */
  control(name: string, body: unknown): void {
    const answer = this.perun.control(name, body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  }

  groupId(name: string): number {
    const group = this.perun.state.groups.all().find((one) => one.name === name);
    if (group === undefined) throw new Error(`Perun has no group ${name}`);
    return group.id;
  }

  used(group: string): unknown {
    return this.value({ kind: 'group', groupId: this.groupId(group) }, USED);
  }

  granted(group: string): unknown {
    return this.value({ kind: 'group', groupId: this.groupId(group) }, GRANTED);
  }

  timestamps(group: string, resourceId: number): unknown {
    const value = this.value(
      { kind: 'group_resource', groupId: this.groupId(group), resourceId },
      TIMESTAMPS,
    );
    return value instanceof Map ? Object.fromEntries(value) : value;
  }

  calls(): string[] {
    return this.perun.calls.map(({ method }) => method);
  }

  async differences(): Promise<number> {
    return (await this.app.get(VerifyLedger).execute(null)).differences.filter(
      // Charges that a test posted have no readings behind them.
      ({ what }) => !what.startsWith('quantity of'),
    ).length;
  }

  private value(
    holder: Parameters<PerunSimulator['attributes']['valueRow']>[0],
    urn: string,
  ): unknown {
    const { attributes } = this.perun;
    return attributes.valueRow(holder, attributes.definitionByName(urn))?.value ?? null;
  }
}

/** Settings that lead to a simulated Perun. */
export function perunEnvironment(perun: PerunSimulator): Record<string, string> {
  const [account] = perun.accounts;
  if (account === undefined) throw new Error('the fixture has no account');
  return {
    PERUN_MODE: 'live',
    PERUN_URL: perun.url,
    PERUN_AUTH: 'ba',
    PERUN_USER: account.login,
    PERUN_PASSWORD: account.password,
    PERUN_VO: 'denbi',
    PERUN_RESOURCES: '8676,8675',
  };
}

async function start(
  environment: Readonly<Record<string, string>>,
): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(
    SyncProcess.of(environment),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its bag of options as a class
    { logger: false, abortOnError: false },
  );
}
