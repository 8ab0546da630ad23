import { existsSync } from 'node:fs';
import { TestRun } from '../stack/test-run.js';
import { exporterScenario } from './exporter.scenario.js';
import { influxdbScenario } from './influxdb.scenario.js';
import { prometheusScenario } from './prometheus.scenario.js';

const PROGRAMS = ['/usr/bin/prometheus', '/usr/bin/influxd'];

const missing = PROGRAMS.filter((path) => !existsSync(path));
if (missing.length > 0) {
  console.error(
    `${missing.join(' and ')} missing: \`npm run test:real\` as root on Debian installs the packages prometheus and influxdb.`,
  );
  process.exit(1);
}
/** `prometheus`, `influxdb` or `exporter`: only that scenario. */
const only = process.env['ONLY'] ?? '';
const scenarios = [
  ['prometheus', 'Prometheus scrapes and remote_writes', prometheusScenario],
  ['influxdb', 'InfluxDB forwards by subscription', influxdbScenario],
  ['exporter', 'the usage exporter takes start date and weights from us', exporterScenario],
] as const;
const run = new TestRun('real');
for (const [name, title, scenario] of scenarios) {
  if (only === '' || only === name) await run.scenario(title, () => scenario(run));
}
run.finish();
