import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '@os-credits/testing';
import { entryPoints, type Workplace } from './places.js';
import { PostgresServer } from './postgres-server.js';
import { Program, type ProgramEnd } from './program.js';
import { waitUntil } from './wait-until.js';

const COMMAND_TIMEOUT_MS = 300_000;

/** One process of the product that can be killed and started again with the same settings. */
export class ProductProcess {
  private program: Program;

  constructor(
    readonly name: string,
    private readonly create: () => Program,
  ) {
    this.program = create();
  }

  get isRunning(): boolean {
    return this.program.isRunning;
  }

  get pid(): number | undefined {
    return this.program.pid;
  }

  async kill(): Promise<void> {
    await this.program.kill();
  }

  async terminate(): Promise<ProgramEnd> {
    return this.program.terminate();
  }

  startAgain(): void {
    if (this.program.isRunning) throw new Error(`${this.name} runs already`);
    this.program = this.create();
  }
}

/** A process of the API, with its address. */
export class ApiProcess extends ProductProcess {
  constructor(
    name: string,
    readonly url: string,
    create: () => Program,
  ) {
    super(name, create);
  }

  async isReady(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.url}/health/ready`, {
        signal: AbortSignal.timeout(5_000),
      });
      await answer.arrayBuffer();
      return answer.status === 200;
    } catch {
      return false;
    }
  }

  async ready(): Promise<void> {
    await waitUntil(`${this.name} is ready`, () => this.isReady());
  }
}

/** The built product on a PostgreSQL of its own. */
export class Product {
  private constructor(
    readonly postgres: PostgresServer,
    readonly apis: readonly ApiProcess[],
    readonly workers: readonly ProductProcess[],
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /**
   * Migrates and starts; resolves when every API process is ready.
   *
   * @param counts how many processes; `ports` of the API, where somebody has to know them before
   * @param more settings besides those that every test has
   */
  static async start(
    workplace: Workplace,
    counts: {
      readonly apis: number;
      readonly workers: number;
      readonly ports?: readonly number[];
    },
    more: Readonly<Record<string, string>> = {},
  ): Promise<Product> {
    const postgres = await PostgresServer.start(join(workplace.directory, 'database'));
    const env = { ...settings(postgres.url), ...more };
    try {
      mustRun(env, ['migrate']);
      const start = (name: string, script: string, own = {}): Program =>
        new Program({
          name,
          command: process.execPath,
          args: ['--enable-source-maps', script],
          env: { ...env, ...own },
          logFile: join(workplace.logs, `${name}.log`),
        });
      const ports = counts.ports ?? (await freePorts(counts.apis));
      const apis = ports.map((port, index) => {
        const name = `api-${index + 1}`;
        return new ApiProcess(name, `http://127.0.0.1:${port}`, () =>
          start(name, entryPoints.http, { PORT: String(port) }),
        );
      });
      const workers = Array.from({ length: counts.workers }, (_, index) => {
        const name = `worker-${index + 1}`;
        return new ProductProcess(name, () => start(name, entryPoints.worker));
      });
      const product = new Product(postgres, apis, workers, env);
      await Promise.all(apis.map((api) => api.ready()));
      return product;
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  }

  /** The only API process, for tests that start one. */
  get api(): ApiProcess {
    const [api] = this.apis;
    if (api === undefined) throw new Error('this product has no API process');
    return api;
  }

  /** Makes an ingest token and returns its secret. */
  createIngestToken(name: string, sites: string): string {
    const args = ['ingest-token', 'create', '--name', name, '--sites', sites, '--json'];
    return (JSON.parse(mustRun(this.env, args)) as { token: string }).token;
  }

  /**
   * Runs a command as an operator does, while other things go on.
   *
   * @returns what it printed
   * @throws Error with what it printed, where it does not end with exit code 0
   */
  async run(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [entryPoints.cli, ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...this.env },
      timeout: COMMAND_TIMEOUT_MS,
    });
    return stdout;
  }

  /**
   * Runs `verify`.
   *
   * @returns its last line
   * @throws Error with what it prints, where the ledger differs from the readings
   */
  verify(): string {
    return mustRun(this.env, ['verify']).trim().split('\n').at(-1) ?? '';
  }

  /**
   * Stops everything in order, as an operator does.
   *
   * @throws Error where a process does not end with exit code 0
   */
  async stop(): Promise<void> {
    const processes = this.running();
    const ends = await Promise.all(processes.map((one) => one.terminate()));
    const bad = processes.flatMap((one, index) => {
      const end = ends[index];
      return end?.code === 0 ? [] : [`${one.name} (${end?.signal ?? end?.code ?? '?'})`];
    });
    if (bad.length > 0) throw new Error(`did not end with exit code 0: ${bad.join(', ')}`);
    await this.postgres.stop();
  }

  /** Ends whatever still runs; for the end of a scenario, also of one that failed. */
  async abandon(): Promise<void> {
    await Promise.all(this.running().map((one) => one.kill()));
    await this.postgres.stop();
  }

  private running(): ProductProcess[] {
    return [...this.apis, ...this.workers].filter((one) => one.isRunning);
  }
}

function settings(databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    ENVIRONMENT: 'development',
    LOG_LEVEL: 'info',
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://localhost',
    SESSION_SECRET: randomBytes(36).toString('base64url'),
    // Nobody signs in: the provider is asked at the first sign-in only.
    OIDC_ISSUER: 'http://127.0.0.1:9',
    OIDC_CLIENT_ID: 'os-credits',
    OIDC_CLIENT_SECRET: randomBytes(18).toString('base64url'),
  };
}

function mustRun(env: Readonly<Record<string, string>>, args: readonly string[]): string {
  const result = spawnSync(process.execPath, [entryPoints.cli, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...env },
    timeout: COMMAND_TIMEOUT_MS,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status === 0) return result.stdout;
  throw new Error(
    `\`cli ${args.join(' ')}\` ended with ${result.signal ?? `exit code ${result.status ?? '?'}`}:\n${result.stdout}${result.stderr}`,
  );
}
