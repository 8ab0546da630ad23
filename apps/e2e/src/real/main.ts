import { existsSync } from 'node:fs';
import { TestRun } from '../stack/test-run.js';
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
const run = new TestRun('real');
await run.scenario('Prometheus scrapes and remote_writes', () => prometheusScenario(run));
await run.scenario('InfluxDB forwards by subscription', () => influxdbScenario(run));
run.finish();
