import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { CLOUD_DOMAIN, type CloudMachine, type CloudMachines } from './exporter-cloud.js';

/*
 * Stands in for the usage exporter of the de.NBI cloud where that is not at hand: asks for the start
 * date once and for the size weights each N laps, as it does, with its settings, and counts as it
 * does. Nothing of its text is here.
 */
interface Threshold {
  readonly value: number;
  readonly weight: number;
}
interface WeightSet {
  readonly resource_set_timestamp: number;
  readonly vcpus: readonly Threshold[];
  readonly memory_mb: readonly Threshold[];
}
type Sized = 'vcpus' | 'memory_mb';

const METRICS = [
  { name: 'project_vcpu_usage', sized: 'vcpus', amountOf: ({ vcpus }: CloudMachine) => vcpus },
  { name: 'project_mb_usage', sized: 'memory_mb', amountOf: ({ gib }: CloudMachine) => gib },
] as const;

const port = Number(process.argv[process.argv.indexOf('-p') + 1]);
const cloudFile = setting('USAGE_EXPORTER_DUMMY_FILE');
const lapMs = Number(setting('USAGE_EXPORTER_UPDATE_INTERVAL')) * 1000;
const lapsBetween = Number(setting('USAGE_EXPORTER_WEIGHT_UPDATE_FREQUENCY'));

const [first] = await ask<readonly { start_date: string }[]>(
  setting('USAGE_EXPORTER_START_DATE_ENDPOINT'),
);
if (first === undefined) throw new Error('no start date');
const startSeconds = Date.parse(`${first.start_date}T00:00:00Z`) / 1000;
let exposition = '';
createServer((_request, response) => {
  response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
  response.end(exposition);
}).listen(port, '127.0.0.1');

let sets: readonly WeightSet[] = [];
for (let lap = lapsBetween; ; lap = lap >= lapsBetween ? 0 : lap + 1) {
  if (lap >= lapsBetween) await updateWeights();
  await delay(lapMs);
  exposition = METRICS.map(familyOf).join('');
}

/** Whatever goes wrong, the weights stay as they are. */
async function updateWeights(): Promise<void> {
  try {
    sets = await ask<readonly WeightSet[]>(setting('USAGE_EXPORTER_WEIGHTS_UPDATE_ENDPOINT'));
    console.log(`weights: ${JSON.stringify(sets)}`);
  } catch (error) {
    console.error(error);
  }
}

function familyOf({ name, sized, amountOf }: (typeof METRICS)[number]): string {
  const machines = JSON.parse(readFileSync(cloudFile, 'utf8')) as CloudMachines;
  const samples = Object.entries(machines).map(([project, list], index) => {
    const usage = list.map((machine) => {
      const amount = amountOf(machine);
      const from = Math.max(machine.fromSeconds, startSeconds);
      const hours = Math.max(0, Math.min(machine.toSeconds, Date.now() / 1000) - from) / 3600;
      return hours * amount * weightOf(sized, amount, machine.fromSeconds);
    });
    const labels = [
      ['domain_id', ''],
      ['domain_name', CLOUD_DOMAIN],
      ['project_id', `project-${index + 1}`],
      ['project_name', project],
    ].map(([label = '', text = '']) => `${label}="${text.replaceAll(/["\\]/g, '\\$&')}"`);
    return `${name}{${labels.join(',')}} ${usage.reduce((sum, one) => sum + one, 0)}\n`;
  });
  return `# TYPE ${name} gauge\n${samples.join('')}`;
}

/** The newest set that a machine's start is not older than, else the oldest; in it the first size that fits, else the largest. */
function weightOf(sized: Sized, amount: number, startedSeconds: number): number {
  const newestFirst = sets.toSorted((a, b) => b.resource_set_timestamp - a.resource_set_timestamp);
  const set =
    newestFirst.find((one) => startedSeconds >= one.resource_set_timestamp) ?? newestFirst.at(-1);
  const sizes = (set?.[sized] ?? []).toSorted((a, b) => a.value - b.value);
  return (sizes.find(({ value }) => amount <= value) ?? sizes.at(-1))?.weight ?? 1;
}

async function ask<Body>(url: string): Promise<Body> {
  const answer = await fetch(url, { redirect: 'error' });
  if (!answer.ok) throw new Error(`GET ${url}: ${answer.status}`);
  return (await answer.json()) as Body;
}

function setting(name: string): string {
  const text = process.env[name];
  if (text === undefined) throw new Error(`${name} is missing`);
  return text;
}
