import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '@os-credits/testing';
import { type Workplace } from '../stack/places.js';
import { Program } from '../stack/program.js';
import { waitUntil } from '../stack/wait-until.js';

/** What a database's subscription has done: points acknowledged, and requests that failed for good. */
export interface SubscriptionCounts {
  readonly pointsWritten: number;
  readonly writeFailures: number;
}

interface StatsSeries {
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly number[])[];
}

/** Debian's InfluxDB 1.x with directories and ports of its own. */
export class InfluxdbServer {
  private constructor(
    private readonly url: string,
    private readonly program: Program,
  ) {}

  static async start(workplace: Workplace): Promise<InfluxdbServer> {
    const [httpPort = 0, backupPort = 0] = await freePorts(2);
    const directory = join(workplace.directory, 'influxdb');
    mkdirSync(directory);
    const file = join(directory, 'influxdb.conf');
    writeFileSync(file, configuration(directory, httpPort, backupPort));
    const program = new Program({
      name: 'influxdb',
      command: '/usr/bin/influxd',
      args: ['-config', file],
      cwd: directory,
      logFile: join(workplace.logs, 'influxdb.log'),
    });
    const server = new InfluxdbServer(`http://127.0.0.1:${httpPort}`, program);
    await waitUntil('influxd answers', async () => (await fetch(`${server.url}/ping`)).ok);
    return server;
  }

  /** Makes a database whose points are forwarded to `destination`, an address with credentials. */
  async createForwardedDatabase(name: string, destination: string): Promise<void> {
    await this.query(`CREATE DATABASE "${name}"`);
    await this.query(
      `CREATE SUBSCRIPTION "os_credits" ON "${name}"."autogen" DESTINATIONS ALL '${destination}'`,
    );
  }

  /** Writes lines with timestamps in seconds. */
  async write(database: string, lines: readonly string[]): Promise<void> {
    const answer = await fetch(`${this.url}/write?db=${database}&precision=s`, {
      method: 'POST',
      body: lines.join('\n'),
    });
    if (answer.status !== 204) {
      throw new Error(`InfluxDB refused the points: ${answer.status} ${await answer.text()}`);
    }
  }

  /** Writes every point of a database into itself; that changes nothing there and forwards all again. */
  async forwardAgain(database: string): Promise<void> {
    const place = `"${database}"."autogen"`;
    await this.query(`SELECT * INTO ${place}.:MEASUREMENT FROM ${place}./.*/ GROUP BY *`);
  }

  async subscriptionCounts(database: string): Promise<SubscriptionCounts> {
    const series = (await this.query("SHOW STATS FOR 'subscriber'")) as readonly StatsSeries[];
    const mine = series.find(({ tags }) => tags?.['database'] === database);
    const valueOf = (column: string): number =>
      mine?.values[0]?.[mine.columns.indexOf(column)] ?? 0;
    return {
      pointsWritten: valueOf('pointsWritten'),
      writeFailures: valueOf('writeFailures'),
    };
  }

  async stop(): Promise<void> {
    await this.program.kill();
  }

  private async query(q: string): Promise<unknown> {
    const answer = await fetch(`${this.url}/query`, {
      method: 'POST',
      body: new URLSearchParams({ q }),
    });
    const { results } = (await answer.json()) as {
      results: readonly { series?: unknown; error?: string }[];
    };
    const [result] = results;
    if (result?.error !== undefined) throw new Error(`InfluxDB: ${result.error} in ${q}`);
    return result?.series ?? [];
  }
}

function configuration(directory: string, httpPort: number, backupPort: number): string {
  return `reporting-disabled = true
bind-address = "127.0.0.1:${backupPort}"
[meta]
  dir = "${directory}/meta"
[data]
  dir = "${directory}/data"
  wal-dir = "${directory}/wal"
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${httpPort}"
[subscriber]
  http-timeout = "60s"
`;
}
