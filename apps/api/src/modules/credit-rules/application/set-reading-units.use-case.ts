import { Injectable } from '@nestjs/common';
import { parseUnit, readingFactor, unitsOffered } from '@os-credits/credits';
import { Database, type Tx } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';

interface MetricRow {
  id: number;
  unit: string;
  reading_unit: string;
  has_readings: boolean;
}

/**
 * Sets the unit in which metrics are reported, as configured: exporters of 2019 send `project_mb_usage` in
 * MiB·h, today's send GiB·h under the same name. Refused once readings of the metric were rated.
 */
@Injectable()
export class SetReadingUnits {
  constructor(private readonly database: Database) {}

  /** @returns a sentence for each metric that changed */
  async execute(units: ReadonlyMap<string, string>): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      const changes: string[] = [];
      for (const [name, text] of units) {
        const change = await this.setOne(tx, name, parseUnit(text));
        if (change !== null) changes.push(change);
      }
      return changes;
    });
  }

  private async setOne(tx: Tx, name: string, readingUnit: string): Promise<string | null> {
    const [metric] = await tx.query<MetricRow>(
      `select m.id, m.unit, m.reading_unit,
              exists (select from series s where s.metric_id = m.id and s.last_at is not null) as has_readings
         from metric m where m.name = $1`,
      [name],
    );
    if (metric === undefined)
      throw refused(`METRIC_READING_UNITS names the metric "${name}", which does not exist.`);
    if (metric.reading_unit === readingUnit) return null;
    const factor = readingFactor(metric.unit, readingUnit);
    if (factor === null) {
      const offered = unitsOffered().find((one) => one.unit === metric.unit)?.readingUnits ?? [
        metric.unit,
      ];
      throw refused(
        `"${name}" is charged per ${metric.unit} and cannot be reported in "${readingUnit}"; use ${offered.join(' or ')}.`,
      );
    }
    if (metric.has_readings) {
      throw refused(
        `"${name}" has readings in ${metric.reading_unit} already, so its unit cannot become ${readingUnit}. Set METRIC_READING_UNITS back.`,
      );
    }
    await tx.query('update metric set reading_unit = $2, reading_factor = $3 where id = $1', [
      metric.id,
      readingUnit,
      factor,
    ]);
    return `${name} is reported in ${readingUnit}`;
  }
}

function refused(message: string): DomainError {
  return new DomainError({ code: 'conflict', kind: 'precondition', message });
}
