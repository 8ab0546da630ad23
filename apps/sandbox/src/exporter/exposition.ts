import { randomStream, wholeBetween } from '../cloud/random-stream.js';
import type { Site } from '../cloud/sites.js';
import type { UsageMetric, World } from '../cloud/world.js';
import { goFloat } from './go-float.js';

/** The two text formats that the real exporter speaks; which one, the client's `Accept` decides. */
export type ExpositionFormat = 'prometheus' | 'openmetrics';

/** The content types that the real exporter answers with. */
export const CONTENT_TYPES: Readonly<Record<ExpositionFormat, string>> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly { labels?: Readonly<Record<string, string>>; value: number }[];
}

/**
 * What a site's usage exporter answers at an instant of real time: the same families, order, labels
 * and number format as the exporter of the de.NBI cloud, including what its Python client adds about
 * its own process.
 */
export function exposition(
  world: World,
  site: Site,
  realMs: number,
  format: ExpositionFormat,
): string {
  const families = [...processFamilies(world, site, realMs), ...usageFamilies(world, site, realMs)];
  const text = families.map((family) => familyText(family, format)).join('');
  return format === 'openmetrics' ? `${text}# EOF\n` : text;
}

function usageFamilies(world: World, site: Site, realMs: number): readonly Family[] {
  const family = (name: UsageMetric, help: string): Family => ({
    name,
    help,
    type: 'gauge',
    samples: world
      .usageValues(site, name, realMs)
      .map(({ labels, value }) => ({ labels: { ...labels }, value })),
  });
  return [
    family('project_vcpu_usage', 'Total vcpu usage'),
    family('project_mb_usage', 'Total MB usage'),
  ];
}

/** Believable numbers about a Python process; they depend on seed, site and instant alone. */
function processFamilies(world: World, site: Site, realMs: number): readonly Family[] {
  const { seed, startedAtMs } = world.state;
  const random = randomStream(seed, 'process', site.key);
  const upSeconds = Math.max(0, Math.floor((realMs - startedAtMs) / 1000));
  const collected = wholeBetween(random, 2_000, 2_600);
  const collections = wholeBetween(random, 220, 226);
  const memoryBytes = wholeBetween(random, 15_000, 16_000) * 4096;
  return [
    generations('python_gc_objects_collected_total', 'Objects collected during gc', [
      collected,
      wholeBetween(random, 600, 800),
      0,
    ]),
    generations(
      'python_gc_objects_uncollectable_total',
      'Uncollectable object found during GC',
      [0, 0, 0],
    ),
    generations('python_gc_collections_total', 'Number of times this generation was collected', [
      collections + Math.floor(upSeconds / 600),
      20,
      1,
    ]),
    {
      name: 'python_info',
      help: 'Python platform information',
      type: 'gauge',
      samples: [{ labels: PYTHON_LABELS, value: 1 }],
    },
    gauge('process_virtual_memory_bytes', 'Virtual memory size in bytes.', memoryBytes * 3.5),
    gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', memoryBytes),
    gauge(
      'process_start_time_seconds',
      'Start time of the process since unix epoch in seconds.',
      Math.floor(startedAtMs / 10) / 100,
    ),
    {
      ...gauge(
        'process_cpu_seconds_total',
        'Total user and system CPU time spent in seconds.',
        (44 + Math.floor(upSeconds / 15)) / 100,
      ),
      type: 'counter',
    },
    gauge('process_open_fds', 'Number of open file descriptors.', 10),
    gauge('process_max_fds', 'Maximum number of open file descriptors.', 20_000),
  ];
}

const PYTHON_LABELS = {
  implementation: 'CPython',
  major: '3',
  minor: '11',
  patchlevel: '2',
  version: '3.11.2',
};

function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: 'gauge', samples: [{ value }] };
}

function generations(name: string, help: string, values: readonly number[]): Family {
  const samples = values.map((value, index) => ({ labels: { generation: String(index) }, value }));
  return { name, help, type: 'counter', samples };
}

function familyText(family: Family, format: ExpositionFormat): string {
  // OpenMetrics names a counter's family without the suffix of its sample.
  const name = format === 'openmetrics' ? family.name.replace(/_total$/, '') : family.name;
  const samples = family.samples.map(
    (sample) => `${family.name}${labelText(sample.labels)} ${goFloat(sample.value)}\n`,
  );
  return `# HELP ${name} ${family.help}\n# TYPE ${name} ${family.type}\n${samples.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>> | undefined): string {
  if (labels === undefined) return '';
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return `{${pairs.join(',')}}`;
}

/** Escapes a label value as the text format says: backslash, quote, line feed. */
function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
