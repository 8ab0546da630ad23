import { Inject, Injectable } from '@nestjs/common';
import { Decimal, readingFactor } from '@os-credits/credits';
import { CREDITS_SETTINGS, type CreditsSettings } from '../../../platform/config/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { CompatReader, type PricedMetricRow } from './compat.ports.js';
import { parseMachineSpecs } from './machine-specs.js';
import { pythonFloat } from './python-float.js';

/** Which generation of os_credits an answer looks like. */
export type CompatShape = '2019' | '2024';

/** Credits per hour of one or more machines, and what can be asked for. */
@Injectable()
export class CostsPerHour {
  constructor(
    private readonly reader: CompatReader,
    @Inject(CREDITS_SETTINGS) private readonly settings: CreditsSettings,
  ) {}

  /** JSON text: clients compare the numbers as they are printed. */
  async metrics(shape: CompatShape): Promise<string> {
    const metrics = await this.reader.metrics();
    if (shape === '2024') {
      const rates = metrics
        .filter((metric) => metric.rate !== null)
        .map((metric) => `${JSON.stringify(metric.name)}: ${exactFloat(rawRate(metric))}`);
      return `{${rates.join(', ')}}`;
    }
    const described = metrics.map((metric) => [
      metric.friendlyName,
      {
        type: 'int',
        description: describe(metric),
        name: metric.name,
        friendly_name: metric.friendlyName,
      },
    ]);
    return JSON.stringify(Object.fromEntries(described));
  }

  /**
   * @param body JSON object of metric (2019: friendly name, 2024: name) to amount
   * @returns a bare number
   * @throws DomainError `metric-not-found`, `invalid-request`
   */
  async run(body: string, shape: CompatShape): Promise<string> {
    const specs = parseMachineSpecs(body, shape);
    const metrics = await this.reader.metrics();
    const places = this.settings.OS_CREDITS_PRECISION;
    const costs = specs.map(([key, amount]) => {
      const metric = metrics.find(
        (one) => (shape === '2019' ? one.friendlyName : one.name) === key,
      );
      if (metric === undefined || metric.rate === null) throw unknownMetric(key);
      const rate = shape === '2019' ? rate2019(metric) : rawRate(metric);
      return Decimal.of(Decimal.of(amount).times(rate).toFixed(places));
    });
    return pythonFloat(Decimal.sum(costs), places);
  }
}

/** Credits per number as reported: MiB·h readings of a GiB·h metric cost a 1024th each. */
function rawRate(metric: PricedMetricRow): Decimal {
  return Decimal.of(metric.rate ?? '0').times(Decimal.of(metric.readingFactor));
}

/** The 2019 clients ask for memory in MiB, whatever unit it is reported and priced in. */
function rate2019(metric: PricedMetricRow): Decimal {
  const isMemory = metric.unit === 'GiB·h';
  const factor = (isMemory ? readingFactor(metric.unit, 'MiB·h') : null) ?? '1';
  return Decimal.of(metric.rate ?? '0').times(Decimal.of(factor));
}

function describe(metric: PricedMetricRow): string {
  const unit = metric.unit === 'GiB·h' ? 'MiB' : metric.unit.replace('·h', '');
  return `${metric.description} Asked in ${unit}.`.trim();
}

function exactFloat(rate: Decimal): string {
  const text = rate.toString();
  return text.includes('.') ? text : `${text}.0`;
}

function unknownMetric(key: string): DomainError {
  return new DomainError({
    code: 'metric-not-found',
    kind: 'not-found',
    message: `Unknown measurement \`${key.slice(0, 100)}\`. GET the metrics to see what can be asked for.`,
  });
}
