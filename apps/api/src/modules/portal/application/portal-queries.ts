import { Injectable } from '@nestjs/common';
import { ListProjects } from './list-projects.js';
import { ShowBalance } from './show-balance.js';
import { ShowCharge } from './show-charge.js';
import { ShowHistory } from './show-history.js';
import { ShowProject } from './show-project.js';
import { ShowStatement } from './show-statement.js';

/** The questions that the portal answers, in one place for its controller. */
@Injectable()
export class PortalQueries {
  constructor(
    readonly list: ListProjects,
    readonly project: ShowProject,
    readonly balance: ShowBalance,
    readonly history: ShowHistory,
    readonly statement: ShowStatement,
    readonly charge: ShowCharge,
  ) {}
}
