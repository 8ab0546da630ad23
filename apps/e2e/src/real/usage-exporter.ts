import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@os-credits/testing';
import { type Workplace } from '../stack/places.js';
import { Program } from '../stack/program.js';
import { waitUntil } from '../stack/wait-until.js';
import { type ExporterCloud } from './exporter-cloud.js';

/** Seconds between two looks at the cloud, and laps between two questions for the weights. */
export const LAP_SECONDS = 1;
export const WEIGHT_LAPS = 2;

/** What a usage exporter says of a project. */
export interface Gauges {
  readonly vcpu: number;
  readonly mb: number;
}

/** What runs as usage exporter: the unmodified one of the folder `EXPORTER`, else the stand-in. */
export interface ExporterChoice {
  readonly name: string;
  readonly command: string;
  readonly script: string;
}

/**
 * @param environment `EXPORTER`: folder of a checkout; `EXPORTER_PYTHON`: the Python with its requirements
 * @throws Error where `EXPORTER` holds no exporter
 */
export function chooseExporter(environment: NodeJS.ProcessEnv): ExporterChoice {
  const folder = environment['EXPORTER'] ?? '';
  if (folder === '') {
    const script = join(import.meta.dirname, 'stand-in-exporter.js');
    return { name: 'stand-in', command: process.execPath, script };
  }
  const script = join(folder, 'project_usage_exporter.py');
  if (!existsSync(script)) throw new Error(`EXPORTER=${folder} has no project_usage_exporter.py`);
  return {
    name: `unmodified, blob ${gitBlobId(script).slice(0, 12)}`,
    command: environment['EXPORTER_PYTHON'] ?? 'python3',
    script,
  };
}

/** A usage exporter that asks the product for start date and weights, on a port that stays the same. */
export class UsageExporter {
  private constructor(
    readonly port: number,
    private readonly create: () => Program,
    private program: Program,
  ) {}

  static async start(
    workplace: Workplace,
    { command, script }: ExporterChoice,
    cloud: ExporterCloud,
    productUrl: string,
  ): Promise<UsageExporter> {
    const port = await freePort();
    const isPython = script.endsWith('.py');
    const create = (): Program =>
      new Program({
        name: 'usage-exporter',
        command,
        args: [script, '-p', String(port)],
        env: {
          // It takes times without a zone for its own.
          TZ: 'UTC',
          PYTHONUNBUFFERED: '1',
          PYTHONDONTWRITEBYTECODE: '1',
          USAGE_EXPORTER_START_DATE_ENDPOINT: `${productUrl}/public/startdate/`,
          USAGE_EXPORTER_WEIGHTS_UPDATE_ENDPOINT: `${productUrl}/public/creditsweights/`,
          USAGE_EXPORTER_WEIGHT_UPDATE_FREQUENCY: String(WEIGHT_LAPS),
          USAGE_EXPORTER_UPDATE_INTERVAL: String(LAP_SECONDS),
          USAGE_EXPORTER_PROJECT_DOMAINS: 'elixir',
          USAGE_EXPORTER_DUMMY_FILE: isPython ? cloud.tomlFile : cloud.jsonFile,
        },
        logFile: join(workplace.logs, 'usage-exporter.log'),
      });
    return new UsageExporter(port, create, create());
  }

  /** What it shows of a project at the moment; an error where it shows nothing. */
  async gauges(project: string): Promise<Gauges> {
    if (!this.program.isRunning)
      throw new Error('the usage exporter has ended; see its log in reports/real-logs/');
    const text = await (await fetch(`http://127.0.0.1:${this.port}/`)).text();
    const label = `project_name="${project.replaceAll(/["\\]/g, '\\$&')}"`;
    const valueOf = (metric: string): number => {
      const line = text
        .split('\n')
        .find((one) => one.startsWith(`${metric}{`) && one.includes(label));
      if (line === undefined) throw new Error(`no ${metric} of ${project}`);
      return Number(line.slice(line.lastIndexOf(' ') + 1));
    };
    return { vcpu: valueOf('project_vcpu_usage'), mb: valueOf('project_mb_usage') };
  }

  /** Waits until it shows these totals of a project. */
  async showing(project: string, wanted: Gauges): Promise<void> {
    let seen: Gauges | undefined;
    const isShown = waitUntil(`${project} shows ${JSON.stringify(wanted)}`, async () => {
      seen = await this.gauges(project);
      return seen.vcpu === wanted.vcpu && seen.mb === wanted.mb;
    });
    await isShown.catch((error: unknown) => {
      throw new Error(`it shows ${JSON.stringify(seen)} instead`, { cause: error });
    });
  }

  async stop(): Promise<void> {
    await this.program.kill();
  }

  async restart(): Promise<void> {
    await this.program.kill();
    this.program = this.create();
  }
}

/** As Git names the file, so that it can be compared with the repository it comes from. */
function gitBlobId(file: string): string {
  const content = readFileSync(file);
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
