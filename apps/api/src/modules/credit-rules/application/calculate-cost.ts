import { Injectable } from '@nestjs/common';
import {
  creditsOfHours,
  creditsPerHour,
  Decimal,
  HOURS_PER_DAY,
  HOURS_PER_MONTH,
  hoursCovered,
  rateInTable,
  weightOf,
  type TableRate,
} from '@os-credits/credits';
import {
  type CalculatorOptions,
  type CalculatorRequest,
  type CalculatorResponse,
  type CostTable,
} from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { invalidRequest } from '../../../platform/problems/index.js';
import { type Principal } from '../../auth/index.js';
import { projectNotFound } from '../../portal/index.js';
import { CostTableRepository } from './cost-table.ports.js';
import { CPU_METRIC, RAM_METRIC } from './known-metrics.js';
import { MetricRepository, type MetricRecord } from './metric.ports.js';
import { RunningProjectReader } from './what-if.ports.js';

const HOUR_MS = 3_600_000;
const HOURS_PLACES = 2;
const DAYS_PLACES = 1;
/** Beyond this no calendar reaches; the end is then not named but the number of hours is. */
const LAST_INSTANT_MS = Date.UTC(9999, 11, 31);

type Line = CalculatorResponse['lines'][number];

/** One metric of one machine, found in the request. */
interface AskedAmount {
  readonly machine: number;
  readonly count: number;
  readonly pointer: string;
  readonly metric: string;
  readonly amount: string;
}

/** What machines cost, and how long credits last for them. */
@Injectable()
export class CalculateCost {
  constructor(
    private readonly database: Database,
    private readonly tables: CostTableRepository,
    private readonly metrics: MetricRepository,
    private readonly projects: RunningProjectReader,
    private readonly clock: Clock,
  ) {}

  /** Sites and further metrics that everybody may ask about: rates are no secret, only usage is. */
  async options(): Promise<CalculatorOptions> {
    const [sites, metrics] = await Promise.all([
      this.tables.sites(this.database),
      this.metrics.list(this.database, this.clock.now()),
    ]);
    return {
      sites,
      metrics: metrics
        .filter(({ isActive, isPriced }) => isActive && isPriced)
        .filter(({ name }) => name !== CPU_METRIC && name !== RAM_METRIC)
        .map(({ name, friendlyName, unit }) => ({ name, friendlyName, unit })),
    };
  }

  /**
   * @throws DomainError `invalid-request`: an unknown site or metric, one that the table does not price, a
   *   time before the first table; `project-not-found`
   */
  async run(principal: Principal, request: CalculatorRequest): Promise<CalculatorResponse> {
    if (request.project !== null) await this.checkProject(principal, request.project);
    const at = request.at ?? this.clock.now().toISOString();
    const table = await this.tableAt(at);
    await this.checkSite(request.site);
    const metrics = await this.metrics.list(this.database, this.clock.now());
    const lines = linesOf(request, table, metrics);
    const perHour = Decimal.sum(lines.map((line) => Decimal.of(line.creditsPerHour)));
    return {
      at,
      table: { id: table.id, title: table.title },
      lines,
      creditsPerHour: perHour.toString(),
      creditsPerDay: creditsOfHours(perHour, HOURS_PER_DAY).toString(),
      creditsPerMonth: creditsOfHours(perHour, HOURS_PER_MONTH).toString(),
      lasts: request.credits === undefined ? null : lasting(request.credits, perHour, at),
    };
  }

  private async checkProject(principal: Principal, name: string): Promise<void> {
    if ((await this.projects.find(principal, name)) === null) throw projectNotFound(name);
  }

  private async tableAt(at: string): Promise<CostTable> {
    const inForce = await this.tables.inForceAt(this.database, at);
    const table =
      inForce &&
      (await this.tables.find(this.database, inForce.id, {
        now: this.clock.now(),
        viewerId: null,
      }));
    if (table !== null) return table;
    throw invalidRequest([
      { pointer: '/body/at', code: 'no-cost-table', detail: 'no cost table was in force then' },
    ]);
  }

  private async checkSite(site: string | null): Promise<void> {
    if (site === null || (await this.tables.isSite(this.database, site))) return;
    const detail = `there is no site "${site.slice(0, 100)}"`;
    throw invalidRequest([{ pointer: '/body/site', code: 'unknown-site', detail }]);
  }
}

/** Pure: every machine's metrics with their weight and rate. */
export function linesOf(
  request: Pick<CalculatorRequest, 'machines' | 'site' | 'project'>,
  table: Pick<CostTable, 'title' | 'rates' | 'weights'>,
  metrics: readonly MetricRecord[],
): Line[] {
  const rates = table.rates.map((one): TableRate => ({ ...one, rate: Decimal.of(one.rate) }));
  return askedAmounts(request).map((asked) => {
    const metric = metrics.find(
      (one) => one.name === asked.metric || one.friendlyName === asked.metric,
    );
    if (metric === undefined)
      throw unusable(asked, 'unknown-metric', `there is no metric "${asked.metric.slice(0, 100)}"`);
    const wanted = { metric: metric.name, site: request.site, project: request.project };
    const rate = rateInTable(rates, wanted);
    if (rate === null) {
      const where = request.site === null ? '' : ` at ${request.site}`;
      throw unusable(
        asked,
        'no-rate',
        `"${table.title}" has no rate for ${metric.friendlyName}${where}`,
      );
    }
    const amount = Decimal.of(asked.amount);
    const weight = weightOf(amount, thresholdsOf(table, metric.name));
    return {
      machine: asked.machine,
      metric: metric.name,
      friendlyName: metric.friendlyName,
      unit: metric.unit,
      amount: amount.toString(),
      weight: weight.toString(),
      count: asked.count,
      rate: rate.toString(),
      creditsPerHour: creditsPerHour({ amount, weight, count: asked.count, rate }).toString(),
    };
  });
}

function thresholdsOf(table: Pick<CostTable, 'weights'>, metric: string) {
  return table.weights
    .filter((one) => one.metric === metric)
    .map((one) => ({ value: Decimal.of(one.value), weight: Decimal.of(one.weight) }));
}

function askedAmounts({ machines }: Pick<CalculatorRequest, 'machines'>): AskedAmount[] {
  return machines.flatMap((machine, index) => {
    const asked: AskedAmount[] = [];
    const add = (field: string, metric: string, amount: string | undefined) => {
      const pointer = `/body/machines/${index}/${field}`;
      if (amount !== undefined)
        asked.push({ machine: index, count: machine.count, pointer, metric, amount });
    };
    add('vcpus', CPU_METRIC, machine.vcpus);
    add('ramGib', RAM_METRIC, machine.ramGib);
    for (const [name, amount] of Object.entries(machine.further))
      add(`further/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, name, amount);
    return asked;
  });
}

function unusable({ pointer }: AskedAmount, code: string, detail: string) {
  return invalidRequest([{ pointer, code, detail }]);
}

function lasting(creditsText: string, perHour: Decimal, at: string): CalculatorResponse['lasts'] {
  const credits = Decimal.of(creditsText);
  const hours = hoursCovered(credits, perHour, HOURS_PLACES);
  const days = hoursCovered(credits, creditsOfHours(perHour, HOURS_PER_DAY), DAYS_PLACES);
  if (hours === null || days === null) return null;
  const untilMs = Date.parse(at) + Number(hours.toString()) * HOUR_MS;
  return {
    credits: credits.toString(),
    hours: hours.toString(),
    days: days.toString(),
    until: untilMs > LAST_INSTANT_MS ? null : new Date(Math.floor(untilMs)).toISOString(),
  };
}
