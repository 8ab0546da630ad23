import { Module } from '@nestjs/common';
import { ListProjects } from './application/list-projects.js';
import { PortalQueries } from './application/portal-queries.js';
import {
  BalanceReader,
  ChargeReader,
  HistoryReader,
  ProjectDetailReader,
  ProjectListReader,
  StatementReader,
} from './application/portal.ports.js';
import { ShowBalance } from './application/show-balance.js';
import { ShowCharge } from './application/show-charge.js';
import { ShowHistory } from './application/show-history.js';
import { ShowProject } from './application/show-project.js';
import { ShowStatement } from './application/show-statement.js';
import { ConfigController } from './http/config.controller.js';
import { ProjectsController } from './http/projects.controller.js';
import { StatementController } from './http/statement.controller.js';
import { BalanceReadModel } from './persistence/balance.read-model.js';
import { ChargeReadModel } from './persistence/charge.read-model.js';
import { HistoryReadModel } from './persistence/history.read-model.js';
import { ProjectDetailReadModel } from './persistence/project-detail.read-model.js';
import { ProjectListReadModel } from './persistence/project-list.read-model.js';
import { SharedProjectList } from './persistence/shared-project-list.js';
import { StatementReadModel } from './persistence/statement.read-model.js';
import { StatementModule } from './statement.module.js';

/** What people read: projects, balances, history, statement, and how a charge came about. */
@Module({
  imports: [StatementModule],
  controllers: [ConfigController, ProjectsController, StatementController],
  providers: [
    PortalQueries,
    ListProjects,
    ShowProject,
    ShowBalance,
    ShowHistory,
    ShowStatement,
    ShowCharge,
    ProjectListReadModel,
    { provide: ProjectListReader, useClass: SharedProjectList },
    { provide: ProjectDetailReader, useClass: ProjectDetailReadModel },
    { provide: BalanceReader, useClass: BalanceReadModel },
    { provide: HistoryReader, useClass: HistoryReadModel },
    { provide: StatementReader, useClass: StatementReadModel },
    { provide: ChargeReader, useClass: ChargeReadModel },
  ],
  exports: [ShowBalance],
})
export class PortalModule {}
