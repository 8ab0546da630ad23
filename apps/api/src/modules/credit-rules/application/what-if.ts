import { Injectable } from '@nestjs/common';
import {
  amountAfter,
  Decimal,
  exhaustedAtMicros,
  FORECAST_DAYS_MIN,
  HOURS_PER_DAY,
  rateInTable,
  type TableRate,
} from '@os-credits/credits';
import { type CostTable, type WhatIfRequest, type WhatIfResponse } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError, invalidRequest } from '../../../platform/problems/index.js';
import { hasPermission, type Principal } from '../../auth/index.js';
import { projectNotFound } from '../../portal/index.js';
import { CostTableRepository } from './cost-table.ports.js';
import { costTableNotFound } from './credit-rules.errors.js';
import { MetricRepository, type MetricRecord } from './metric.ports.js';
import { RunningProjectReader, type RunningProject, type RunningSeries } from './what-if.ports.js';

const DAY_MS = 86_400_000;
const PLACES = 6;

type Line = WhatIfResponse['lines'][number];

/** What becomes of a project's runway if it runs more or less, or under another cost table. */
@Injectable()
export class WhatIf {
  constructor(
    private readonly database: Database,
    private readonly projects: RunningProjectReader,
    private readonly tables: CostTableRepository,
    private readonly metrics: MetricRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `project-not-found`, `cost-table-not-found`, `forbidden` (a table of one's choice
   *   is for staff), `invalid-request` (unknown site or metric)
   */
  async run(principal: Principal, name: string, request: WhatIfRequest): Promise<WhatIfResponse> {
    if (request.costTableId !== undefined) requireStaff(principal);
    const project = await this.projects.find(principal, name);
    if (project === null) throw projectNotFound(name);
    const now = this.clock.now();
    const inForce = await this.tables.inForceAt(this.database, now.toISOString());
    const present =
      inForce && (await this.tables.find(this.database, inForce.id, { now, viewerId: null }));
    const table =
      request.costTableId === undefined ? present : await this.find(request.costTableId, now);
    const metrics = await this.metrics.list(this.database, now);
    const series = await this.withStarted(project, request, metrics);
    const days = daysOf(project);
    const lines = series.map((one) => lineOf(one, { project, present, table, days }));
    return toResponse(project, lines, { table, days, now });
  }

  private async find(id: number, now: Date): Promise<CostTable> {
    const table = await this.tables.find(this.database, id, { now, viewerId: null });
    if (table === null) throw costTableNotFound(id);
    return table;
  }

  /** The project's series with the changes asked for; what it does not run yet is added. */
  private async withStarted(
    project: RunningProject,
    request: WhatIfRequest,
    metrics: readonly MetricRecord[],
  ): Promise<ChangedSeries[]> {
    const series: ChangedSeries[] = project.series.map((one) => ({ ...one, change: Decimal.zero }));
    for (const [index, { site, metric: name, amountPerHour }] of request.changes.entries()) {
      const metric = metrics.find((one) => one.name === name || one.friendlyName === name);
      if (metric === undefined) throw unknown(index, 'metric', name);
      const change = Decimal.of(amountPerHour);
      const running = series.find((one) => one.metric === metric.name && one.site === site);
      if (running !== undefined) {
        running.change = running.change.plus(change);
        continue;
      }
      if (!(await this.tables.isSite(this.database, site))) throw unknown(index, 'site', site);
      const { name: wireName, friendlyName, unit } = metric;
      series.push({ site, metric: wireName, friendlyName, unit, quantity: '0', change });
    }
    return series;
  }
}

type ChangedSeries = RunningSeries & { change: Decimal };

interface LineContext {
  readonly project: RunningProject;
  readonly present: CostTable | null;
  readonly table: CostTable | null;
  readonly days: number;
}

/** Pure. All that is divided is divided last, so that a line without a change is the same before and after. */
function lineOf(series: ChangedSeries, { project, present, table, days }: LineContext): Line {
  const hours = Decimal.of(String(days * HOURS_PER_DAY));
  const used = Decimal.of(series.quantity);
  const after = amountAfter(used, series.change.times(hours));
  const rateNow = rateOf(present, series, project.name);
  const rateThen = rateOf(table, series, project.name);
  const perDay = (quantity: Decimal, rate: Decimal | null) =>
    quantity
      .times(rate ?? Decimal.zero)
      .dividedBy(Decimal.of(String(days)), PLACES)
      .toString();
  return {
    site: series.site,
    metric: series.metric,
    friendlyName: series.friendlyName,
    unit: series.unit,
    amountPerHourNow: used.dividedBy(hours, PLACES).toString(),
    amountPerHourThen: after.dividedBy(hours, PLACES).toString(),
    rateNow: rateNow?.toString() ?? null,
    rateThen: rateThen?.toString() ?? null,
    creditsPerDayNow: perDay(used, rateNow),
    creditsPerDayThen: perDay(after, rateThen),
  };
}

function rateOf(table: CostTable | null, series: RunningSeries, project: string): Decimal | null {
  const rates =
    table?.rates.map((one): TableRate => ({ ...one, rate: Decimal.of(one.rate) })) ?? [];
  return rateInTable(rates, { metric: series.metric, site: series.site, project });
}

function toResponse(
  project: RunningProject,
  lines: readonly Line[],
  context: { readonly table: CostTable | null; readonly days: number; readonly now: Date },
): WhatIfResponse {
  const { table, days, now } = context;
  const isKnown = days >= FORECAST_DAYS_MIN;
  const isChanged = lines.some((line) => line.creditsPerDayNow !== line.creditsPerDayThen);
  const paceOf = (perDay: readonly string[], isShown: boolean) => {
    const pace = Decimal.sum(perDay.map((text) => Decimal.of(text)));
    const asOfMicros = Date.parse(project.asOf ?? now.toISOString()) * 1000;
    const micros = isShown
      ? exhaustedAtMicros(Decimal.of(project.remaining), pace, asOfMicros)
      : null;
    return {
      creditsPerDay: pace.toString(),
      exhaustedAt: micros === null ? null : new Date(Math.floor(micros / 1000)).toISOString(),
    };
  };
  return {
    project: project.name,
    remaining: project.remaining,
    asOf: project.asOf,
    windowFrom: instantOf(project.windowFrom),
    windowTo: instantOf(project.windowTo),
    table: table && { id: table.id, title: table.title },
    lines: [...lines],
    now: paceOf(
      lines.map((line) => line.creditsPerDayNow),
      isKnown,
    ),
    then: paceOf(
      lines.map((line) => line.creditsPerDayThen),
      isKnown || isChanged,
    ),
  };
}

/** Days of the window; a project that is too young for one counts as a day without use. */
function daysOf({ windowFrom, windowTo }: RunningProject): number {
  if (windowFrom === null || windowTo === null) return 1;
  return Math.max(1, (Date.parse(windowTo) - Date.parse(windowFrom)) / DAY_MS);
}

function instantOf(day: string | null): string | null {
  return day === null ? null : new Date(Date.parse(day)).toISOString();
}

function requireStaff(principal: Principal): void {
  if (hasPermission(principal, 'credit-rules:read')) return;
  throw new DomainError({
    code: 'forbidden',
    kind: 'forbidden',
    message:
      'Choosing a cost table needs the permission "credit-rules:read". Leave "costTableId" out.',
  });
}

function unknown(index: number, field: 'metric' | 'site', name: string) {
  const detail = `there is no ${field} "${name.slice(0, 100)}"`;
  return invalidRequest([
    { pointer: `/body/changes/${index}/${field}`, code: `unknown-${field}`, detail },
  ]);
}
