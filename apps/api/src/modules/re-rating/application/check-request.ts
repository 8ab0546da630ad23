import { Inject, Injectable } from '@nestjs/common';
import type { ReRatingRequest } from '@os-credits/contracts';
import { parseUnit, readingFactor, unitsOffered } from '@os-credits/credits';
import { Clock } from '../../../platform/clock/index.js';
import { CREDITS_SETTINGS, type CreditsSettings } from '../../../platform/config/index.js';
import { toTimestamp, type Tx } from '../../../platform/database/index.js';
import { DomainError, invalidRequest } from '../../../platform/problems/index.js';
import type { Actor } from '../../audit/index.js';
import { Metrics, ReadingUnits, type ReportedMetric } from '../../credit-rules/index.js';
import { instantMicros } from './instant-micros.js';
import { costTableNotFound, metricNotFound, planRefused } from './re-rating.errors.js';
import { ReRatingRepository, type PlannedWork } from './re-rating.ports.js';

const DAY_MS = 86_400_000;
/** Readings that one plan dismisses: what a transaction writes in seconds. */
const DISMISSED_MAX = 100_000;

type Request<Cause extends ReRatingRequest['cause']> = Extract<ReRatingRequest, { cause: Cause }>;

/** Turns what staff ask for into the work of a plan, or says why it cannot be one. */
@Injectable()
export class CheckRequest {
  constructor(
    private readonly repository: ReRatingRepository,
    private readonly metrics: Metrics,
    private readonly units: ReadingUnits,
    private readonly clock: Clock,
    @Inject(CREDITS_SETTINGS) private readonly credits: CreditsSettings,
  ) {}

  /**
   * For a unit without an end, the metric is reported in it from now on, at once: what is rated meanwhile
   * is right, and the plan has an end.
   *
   * @throws DomainError `conflict` where there is nothing to re-rate, `invalid-request`, `metric-locked`,
   *   `cost-table-not-found`, `metric-not-found`, `project-not-found`
   */
  async run(tx: Tx, request: ReRatingRequest, actor: Actor): Promise<PlannedWork> {
    const work = await this.workOf(tx, request, actor);
    if (Date.parse(work.from) < this.keptFrom().getTime()) {
      throw planRefused(
        `Readings are kept since ${this.keptFrom().toISOString().slice(0, 10)}; what was used before cannot be computed anew.`,
      );
    }
    return work;
  }

  private workOf(tx: Tx, request: ReRatingRequest, actor: Actor): Promise<PlannedWork> {
    switch (request.cause) {
      case 'metric-unit':
        return this.unit(tx, request, actor);
      case 'dismissed-readings':
        return this.readings(tx, request);
      case 'cost-table':
      case undefined:
        return this.lateTable(tx, request.costTableId);
    }
  }

  private async lateTable(tx: Tx, costTableId: number): Promise<PlannedWork> {
    const table = await this.repository.lateTable(tx, costTableId);
    if (table === null) throw costTableNotFound(costTableId);
    if (!table.isPublished || table.appliesFrom === null)
      throw planRefused(`"${table.title}" is a draft. Publish it first.`);
    if (Date.parse(table.effectiveFrom) >= Date.parse(table.appliesFrom))
      throw planRefused(`"${table.title}" applies from its effective time on already.`);
    const stretch = { from: table.effectiveFrom, to: table.appliesFrom };
    return { cause: 'cost-table', costTableId, ...stretch };
  }

  private async unit(tx: Tx, request: Request<'metric-unit'>, actor: Actor): Promise<PlannedWork> {
    const metric = await this.units.find(tx, request.metric);
    if (metric === null) throw metricNotFound(request.metric);
    const readingUnit = parseUnit(request.readingUnit);
    const factor = factorOf(metric, readingUnit);
    const { from, reason } = request;
    requirePast(from, 'from', this.clock.now());
    if (request.to !== undefined) {
      requireOrder(from, request.to);
      requirePast(request.to, 'to', this.clock.now());
    }
    if (!metric.hasReadings) {
      throw planRefused(
        `There are no readings of "${metric.friendlyName}" yet. Set its unit where the metric is defined.`,
      );
    }
    if (request.to === undefined && metric.periods.at(-1)?.readingUnit !== readingUnit)
      await this.metrics.reportIn(tx, metric.id, { readingUnit, reason }, actor);
    const now = await this.units.find(tx, request.metric);
    const to = lastOther(now?.periods ?? [], { readingUnit, from, to: request.to });
    if (to === null) {
      throw planRefused(
        `Readings of "${metric.friendlyName}" of that stretch count in ${readingUnit} already.`,
      );
    }
    return {
      cause: 'metric-unit',
      metricId: metric.id,
      readingUnit,
      readingFactor: factor,
      from,
      to,
    };
  }

  private async readings(tx: Tx, request: Request<'dismissed-readings'>): Promise<PlannedWork> {
    const { from, to, project } = request;
    requireOrder(from, to);
    const metric = await this.units.find(tx, request.metric);
    if (metric === null) throw metricNotFound(request.metric);
    const site = request.site ?? null;
    const found = await this.repository.findSeries(tx, {
      project,
      site,
      metricId: metric.id,
      from,
      to,
      countMax: DISMISSED_MAX + 1,
    });
    if (found === null) {
      const message = `There is no project "${project}".`;
      throw new DomainError({ code: 'project-not-found', kind: 'not-found', message });
    }
    if (site !== null && found.siteId === null)
      throw fault('site', 'unknown-site', `there is no site "${site}"`);
    if (found.readingCount === 0) {
      throw planRefused(
        `"${project}" has no readings of "${metric.friendlyName}" in that stretch that count.`,
      );
    }
    if (found.readingCount > DISMISSED_MAX) {
      throw planRefused(
        `More than ${DISMISSED_MAX} readings lie in that stretch. Dismiss them in parts.`,
      );
    }
    const { projectId, siteId } = found;
    return { cause: 'dismissed-readings', metricId: metric.id, projectId, siteId, from, to };
  }

  private keptFrom(): Date {
    return new Date(this.clock.now().getTime() - this.credits.READING_RETENTION_DAYS * DAY_MS);
  }
}

function factorOf(metric: ReportedMetric, readingUnit: string): string {
  const factor = readingFactor(metric.unit, readingUnit);
  if (factor !== null) return factor;
  const offered = unitsOffered().find((one) => one.unit === metric.unit)?.readingUnits ?? [];
  throw fault(
    'readingUnit',
    'unknown-unit',
    `"${readingUnit}" does not convert to ${metric.unit}; use ${offered.join(' or ')}`,
  );
}

/** Where the last part of a stretch ends that was read in another unit; `null`: there is none. */
function lastOther(
  periods: ReportedMetric['periods'],
  asked: { readonly readingUnit: string; readonly from: string; readonly to: string | undefined },
): string | null {
  const fromMicros = instantMicros(asked.from);
  const toMicros = asked.to === undefined ? Infinity : instantMicros(asked.to);
  let periodFromMicros = -Infinity;
  let last: string | null = null;
  for (const { until, readingUnit } of periods) {
    const untilMicros = until === null ? Infinity : instantMicros(until);
    const endMicros = Math.min(untilMicros, toMicros);
    const isWithin = Math.max(periodFromMicros, fromMicros) < endMicros;
    if (isWithin && readingUnit !== asked.readingUnit) last = toTimestamp(endMicros);
    periodFromMicros = untilMicros;
  }
  return last;
}

function requireOrder(from: string, to: string): void {
  if (instantMicros(from) >= instantMicros(to))
    throw fault('to', 'not-after-from', 'must lie after from');
}

function requirePast(instant: string, field: 'from' | 'to', now: Date): void {
  if (Date.parse(instant) > now.getTime())
    throw fault(field, 'in-the-future', 'must not lie in the future');
}

function fault(field: string, code: string, detail: string): DomainError {
  return invalidRequest([{ pointer: `/body/${field}`, code, detail }]);
}
