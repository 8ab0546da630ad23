import { Inject, Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { type Metric, type MetricChange, type MetricInput } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { INGESTION_SETTINGS, type IngestionSettings } from '../../../platform/config/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { AuditTrail, type Actor } from '../../audit/index.js';
import { checkMetric, lockedFields, refuseLocked } from './check-metric.js';
import { metricNotFound, versionConflict } from './credit-rules.errors.js';
import { MetricRepository, type CheckedMetric, type MetricRecord } from './metric.ports.js';

/** Metrics as staff see and change them. */
@Injectable()
export class Metrics {
  constructor(
    private readonly database: Database,
    private readonly metrics: MetricRepository,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    @Inject(INGESTION_SETTINGS) private readonly ingestion: IngestionSettings,
  ) {}

  async list(): Promise<Metric[]> {
    const rows = await this.metrics.list(this.database, this.clock.now());
    return rows.map((row) => this.toMetric(row));
  }

  /**
   * @throws DomainError `invalid-request`: a name that is taken, a unit that is not on offer, an end before
   *   the start
   */
  create(input: MetricInput, actor: Actor): Promise<Metric> {
    return this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const checked = checkMetric(input, null, await this.metrics.names(tx));
      const id = await this.metrics.insert(tx, checked, actor.name, now);
      const metric = await this.read(tx, id, now);
      await this.audit.record(
        tx,
        {
          ...subject(metric),
          actor,
          action: 'metric.create',
          reason: null,
          before: null,
          after: definitionOf(metric),
        },
        now,
      );
      return metric;
    });
  }

  /**
   * Changes a metric. What readings are billed by (reading unit, reset policy, plausible maximum) holds for
   * intervals that end from now on; what was rated keeps its rules.
   *
   * @throws DomainError `metric-not-found`, `version-conflict`, `invalid-request`, `metric-locked`
   */
  change(id: number, change: MetricChange, actor: Actor): Promise<Metric> {
    return this.database.transaction((tx) => this.changeIn(tx, id, change, actor));
  }

  /**
   * Changes the unit that a metric's readings are in from now on, and nothing else of it.
   *
   * @throws DomainError `metric-not-found`, `invalid-request`, `metric-locked`
   */
  async reportIn(
    tx: Tx,
    id: number,
    { readingUnit, reason }: { readonly readingUnit: string; readonly reason: string },
    actor: Actor,
  ): Promise<Metric> {
    const before = await this.metrics.lock(tx, id, this.clock.now());
    if (before === null) throw metricNotFound(id);
    return this.changeIn(tx, id, { ...before, readingUnit, reason }, actor);
  }

  private async changeIn(tx: Tx, id: number, change: MetricChange, actor: Actor): Promise<Metric> {
    const now = this.clock.now();
    const before = await this.metrics.lock(tx, id, now);
    if (before === null) throw metricNotFound(id);
    if (before.version !== change.version) throw this.conflict(before, change.version);
    const checked = checkMetric(change, id, await this.metrics.names(tx));
    refuseLocked(before, checked, lockedFields(before, this.ingestion.METRIC_READING_UNITS));
    if (before.lastReadingAt !== null && hasOtherRules(before, checked))
      await this.metrics.retireRules(tx, id, now);
    await this.metrics.update(tx, id, checked, { name: actor.name, at: now });
    const after = await this.read(tx, id, now);
    await this.audit.record(
      tx,
      {
        ...subject(after),
        actor,
        action: 'metric.change',
        reason: change.reason,
        before: definitionOf(before),
        after: definitionOf(after),
      },
      now,
    );
    return after;
  }

  private async read(tx: Tx, id: number, now: Date): Promise<Metric> {
    const row = await this.metrics.lock(tx, id, now);
    if (row === null) throw metricNotFound(id);
    return this.toMetric(row);
  }

  private toMetric(row: MetricRecord): Metric {
    return { ...row, locked: lockedFields(row, this.ingestion.METRIC_READING_UNITS) };
  }

  private conflict(current: MetricRecord, yourVersion: number) {
    return versionConflict(`The metric "${current.friendlyName}"`, {
      yourVersion,
      currentVersion: current.version,
      changedAt: current.changedAt,
      changedBy: current.changedBy,
      current: this.toMetric(current),
    });
  }
}

function subject(metric: Pick<Metric, 'id' | 'name'>) {
  return { subjectKind: 'metric', subject: String(metric.id), subjectTitle: metric.name };
}

function hasOtherRules(before: MetricRecord, after: CheckedMetric): boolean {
  return (
    before.readingUnit !== after.readingUnit ||
    before.resetPolicy !== after.resetPolicy ||
    limitText(before.plausibleMaxPerHour) !== limitText(after.plausibleMaxPerHour)
  );
}

function limitText(limit: string | null): string | null {
  return limit === null ? null : Decimal.of(limit).toString();
}

/** What a person decides about a metric, for the audit trail. */
function definitionOf(metric: Omit<Metric, 'locked'>) {
  const { name, friendlyName, description, unit, readingUnit, resetPolicy, version } = metric;
  const { plausibleMaxPerHour, activeFrom, activeTo, rulesFrom } = metric;
  return {
    name,
    friendlyName,
    description,
    unit,
    readingUnit,
    resetPolicy,
    plausibleMaxPerHour,
    activeFrom,
    activeTo,
    rulesFrom,
    version,
  };
}
