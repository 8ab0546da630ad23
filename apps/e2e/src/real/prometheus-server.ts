import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalDecimal } from '@os-credits/usage-wire';
import { freePort } from '@os-credits/testing';
import { type NamedReading } from '../stack/ledger-reader.js';
import { type Workplace } from '../stack/places.js';
import { type Product } from '../stack/product.js';
import { Program } from '../stack/program.js';
import { waitUntil } from '../stack/wait-until.js';

const METRICS = ['project_vcpu_usage', 'project_mb_usage'];

/** A site whose exporter is scraped, and where its readings go. */
export interface ScrapedSite {
  readonly location: string;
  readonly locationId: string;
  readonly exporterPort: number;
  readonly writeUrl: string;
  readonly token: string;
}

/** The site Bielefeld with an exporter on a port; its readings go to the product with a token of this site only. */
export function bielefeldOf(product: Product, exporterPort: number): ScrapedSite {
  return {
    location: 'bielefeld',
    locationId: '8676',
    exporterPort,
    writeUrl: `${product.api.url}/api/v1/write`,
    token: product.createIngestToken('prometheus of bielefeld', '8676'),
  };
}

interface RangeVector {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [seconds: number, value: string])[];
}

/** Debian's `prometheus` that scrapes each second and sends each site's readings by remote_write. */
export class PrometheusServer {
  private constructor(
    private readonly url: string,
    private readonly program: Program,
  ) {}

  static async start(
    workplace: Workplace,
    sites: readonly ScrapedSite[],
  ): Promise<PrometheusServer> {
    const port = await freePort();
    const directory = join(workplace.directory, 'prometheus');
    mkdirSync(directory);
    const file = join(directory, 'prometheus.yml');
    writeFileSync(file, configuration(sites), { mode: 0o600 });
    const program = new Program({
      name: 'prometheus',
      command: '/usr/bin/prometheus',
      args: [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(directory, 'tsdb')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      cwd: directory,
      logFile: join(workplace.logs, 'prometheus.log'),
    });
    const server = new PrometheusServer(`http://127.0.0.1:${port}`, program);
    await waitUntil('prometheus is ready', async () => {
      const answer = await fetch(`${server.url}/-/ready`);
      await answer.arrayBuffer();
      return answer.ok;
    });
    return server;
  }

  /**
   * Every sample of the billed metrics that it holds, with the digits it holds them with: what it
   * scraped, and so what has to arrive. A range selector leaves stale markers out.
   */
  async readings(): Promise<NamedReading[]> {
    const found = await Promise.all(METRICS.map((metric) => this.query(`${metric}[1h]`)));
    return found.flat().flatMap(({ metric, values }) =>
      values.map(([seconds, value]) => ({
        project: metric['project_name'] ?? '',
        site: metric['location_id'] ?? '',
        metric: metric['__name__'] ?? '',
        atMicros: Math.round(seconds * 1000) * 1000,
        value: decimalOf(value),
      })),
    );
  }

  /** How many scrapes of each site have succeeded; the fewer of them. */
  async scrapeCount(): Promise<number> {
    const readings = await this.readings();
    const bySite = Map.groupBy(readings, ({ site }) => site);
    const counts = [...bySite.values()].map(
      (group) => new Set(group.map(({ atMicros }) => atMicros)).size,
    );
    return counts.length < 2 ? 0 : Math.min(...counts);
  }

  /** Samples that it had to send again, per remote_write queue. */
  async retriedSamples(): Promise<number[]> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    return [...text.matchAll(/^prometheus_remote_storage_samples_retried_total\{.*\} (.+)$/gm)].map(
      ([, count]) => Number(count),
    );
  }

  /** Whether no target can be scraped any more, so that no further reading will come. */
  async isIdle(): Promise<boolean> {
    const answer = await fetch(`${this.url}/api/v1/targets?state=active`);
    const { data } = (await answer.json()) as { data: { activeTargets: { health: string }[] } };
    return data.activeTargets.every(({ health }) => health === 'down');
  }

  async stop(): Promise<void> {
    await this.program.kill();
  }

  private async query(query: string): Promise<readonly RangeVector[]> {
    const answer = await fetch(
      `${this.url}/api/v1/query?${new URLSearchParams({ query }).toString()}`,
    );
    const { data } = (await answer.json()) as { data: { result: readonly RangeVector[] } };
    return data.result;
  }
}

function decimalOf(text: string): string {
  const decimal = canonicalDecimal(text);
  if (typeof decimal !== 'string') throw new Error(decimal.detail);
  return decimal;
}

function configuration(sites: readonly ScrapedSite[]): string {
  const scrapes = sites.map(
    (site) => `  - job_name: project_usages_${site.location}
    metrics_path: /
    static_configs:
      - targets: ['127.0.0.1:${site.exporterPort}']
        labels:
          location: ${site.location}
          location_id: '${site.locationId}'`,
  );
  const writes = sites.map(
    (site) => `  - name: ${site.location}
    url: ${site.writeUrl}
    authorization:
      credentials: ${site.token}
    queue_config:
      max_backoff: 1s
    write_relabel_configs:
      - source_labels: [location_id]
        regex: '${site.locationId}'
        action: keep`,
  );
  return `global:
  scrape_interval: 1s
scrape_configs:
${scrapes.join('\n')}
remote_write:
${writes.join('\n')}
`;
}
