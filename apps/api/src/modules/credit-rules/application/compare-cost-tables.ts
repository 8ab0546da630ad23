import { Injectable } from '@nestjs/common';
import { compareAmounts, Decimal, relativeChange } from '@os-credits/credits';
import { type CostTable, type CostTableDiff } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { CostTableRepository } from './cost-table.ports.js';
import { costTableNotFound } from './credit-rules.errors.js';

/** Two cost tables row by row. */
@Injectable()
export class CompareCostTables {
  constructor(
    private readonly database: Database,
    private readonly tables: CostTableRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @param againstId the earlier one; without it, the published table in force at the effective time
   * @throws DomainError `cost-table-not-found`
   */
  async run(id: number, againstId: number | undefined): Promise<CostTableDiff> {
    const to = await this.find(id);
    return compareTables(await this.earlier(to, againstId), to);
  }

  private async earlier(to: CostTable, againstId: number | undefined): Promise<CostTable | null> {
    if (againstId !== undefined) return this.find(againstId);
    const base = await this.tables.inForceAt(this.database, to.effectiveFrom);
    return base === null || base.id === to.id ? null : this.find(base.id);
  }

  private async find(id: number): Promise<CostTable> {
    const table = await this.tables.find(this.database, id, {
      now: this.clock.now(),
      viewerId: null,
    });
    if (table === null) throw costTableNotFound(id);
    return table;
  }
}

/** Pure: rates and weights of two tables side by side. */
export function compareTables(from: CostTable | null, to: CostTable): CostTableDiff {
  const rates = compareAmounts(
    from?.rates ?? [],
    to.rates,
    (row) => JSON.stringify([row.metric, row.site, row.project]),
    (row) => Decimal.of(row.rate),
  );
  const weights = compareAmounts(
    from?.weights ?? [],
    to.weights,
    (row) => JSON.stringify([row.metric, Decimal.of(row.value).toString()]),
    (row) => Decimal.of(row.weight),
  );
  return {
    from: from && { id: from.id, title: from.title, version: from.version },
    to: { id: to.id, title: to.title, version: to.version },
    rates: rates.map(({ row, change, ...amounts }) => ({
      metric: row.metric,
      site: row.site,
      project: row.project,
      change,
      from: amounts.from?.toString() ?? null,
      to: amounts.to?.toString() ?? null,
      share:
        amounts.from === null || amounts.to === null
          ? null
          : (relativeChange(amounts.from, amounts.to)?.toString() ?? null),
    })),
    weights: weights.map(({ row, change, ...amounts }) => ({
      metric: row.metric,
      value: row.value,
      change,
      from: amounts.from?.toString() ?? null,
      to: amounts.to?.toString() ?? null,
    })),
    isSame: [...rates, ...weights].every((one) => one.change === 'same'),
  };
}
