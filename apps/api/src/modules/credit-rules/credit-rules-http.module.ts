import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { AccountingStart } from './application/accounting-start.js';
import { CalculateCost } from './application/calculate-cost.js';
import { CompareCostTables } from './application/compare-cost-tables.js';
import { CostTableRepository } from './application/cost-table.ports.js';
import { CostTables } from './application/cost-tables.js';
import { ImpactReader } from './application/impact.ports.js';
import { MetricRepository } from './application/metric.ports.js';
import { Metrics } from './application/metrics.js';
import { PublishCostTable } from './application/publish-cost-table.use-case.js';
import { PublishedWeights } from './application/published-weights.js';
import { RulesContext } from './application/rules-context.js';
import { ShowImpact } from './application/show-impact.js';
import { WhatIf } from './application/what-if.js';
import { RunningProjectReader } from './application/what-if.ports.js';
import { CalculatorController } from './http/calculator.controller.js';
import { CostTablesController } from './http/cost-tables.controller.js';
import { MetricsController } from './http/metrics.controller.js';
import { PublicRulesController } from './http/public-rules.controller.js';
import { PublicationController } from './http/publication.controller.js';
import { ImpactReadModel } from './persistence/impact.read-model.js';
import { RunningProjectReadModel } from './persistence/running-project.read-model.js';
import { SqlCostTableRepository } from './persistence/sql-cost-table.repository.js';
import { SqlMetricRepository } from './persistence/sql-metric.repository.js';

/** Metrics, cost tables, their publication and the calculators, as staff, leads and exporters use them. */
@Module({
  imports: [AuditModule],
  controllers: [
    MetricsController,
    CostTablesController,
    PublicationController,
    CalculatorController,
    PublicRulesController,
  ],
  providers: [
    AccountingStart,
    CalculateCost,
    CompareCostTables,
    CostTables,
    Metrics,
    PublishCostTable,
    PublishedWeights,
    RulesContext,
    ShowImpact,
    WhatIf,
    { provide: CostTableRepository, useClass: SqlCostTableRepository },
    { provide: ImpactReader, useClass: ImpactReadModel },
    { provide: MetricRepository, useClass: SqlMetricRepository },
    { provide: RunningProjectReader, useClass: RunningProjectReadModel },
  ],
  exports: [Metrics],
})
export class CreditRulesHttpModule {}
