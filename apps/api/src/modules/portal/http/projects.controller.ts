import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  balanceQuery,
  balanceResponse,
  chargeId,
  chargePassport,
  historyQuery,
  historyResponse,
  ledgerQuery,
  ledgerResponse,
  listProjectsQuery,
  listProjectsResponse,
  projectDetail,
  projectName,
  type BalanceResponse,
  type ChargePassport,
  type HistoryQuery,
  type HistoryResponse,
  type LedgerResponse,
  type ListProjectsResponse,
  type ProjectDetail,
} from '@os-credits/contracts';
import { RequirePermission } from '../../../platform/http/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { viewerOf } from '../application/viewer.js';
import { PortalQueries } from '../application/portal-queries.js';
import { ProblemResponses } from './problem-responses.js';

const projectPath = z.object({ name: projectName });
const chargePath = z.object({ name: projectName, id: chargeId });
type ProjectPath = z.output<typeof projectPath>;
type ChargePath = z.output<typeof chargePath>;

@ApiTags('Projects')
@ProblemResponses()
@Controller('api/projects')
export class ProjectsController {
  constructor(private readonly queries: PortalQueries) {}

  @Get()
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'Projects that you may see, the one in trouble first' })
  @ApiOkResponse({ standardSchema: listProjectsResponse })
  list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: listProjectsQuery }) query: z.output<typeof listProjectsQuery>,
  ): Promise<ListProjectsResponse> {
    return this.queries.list.run(viewerOf(principal), query);
  }

  @Get(':name')
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'One project with its series' })
  @ApiOkResponse({ standardSchema: projectDetail })
  show(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: projectPath }) { name }: ProjectPath,
  ): Promise<ProjectDetail> {
    return this.queries.project.run(viewerOf(principal), name);
  }

  @Get(':name/balance')
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'Balance, now or at an instant of the past' })
  @ApiOkResponse({ standardSchema: balanceResponse })
  balance(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: projectPath }) { name }: ProjectPath,
    @Query({ schema: balanceQuery }) { at }: z.output<typeof balanceQuery>,
  ): Promise<BalanceResponse> {
    return this.queries.balance.run(viewerOf(principal), name, at);
  }

  @Get(':name/history')
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'Use by hour, day or month; whole buckets that cover the range' })
  @ApiOkResponse({ standardSchema: historyResponse })
  history(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: projectPath }) { name }: ProjectPath,
    @Query({ schema: historyQuery }) query: HistoryQuery,
  ): Promise<HistoryResponse> {
    return this.queries.history.run(viewerOf(principal), name, query);
  }

  @Get(':name/ledger')
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'The account as a statement with running balance, newest first' })
  @ApiOkResponse({ standardSchema: ledgerResponse })
  ledger(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: projectPath }) { name }: ProjectPath,
    @Query({ schema: ledgerQuery }) query: z.output<typeof ledgerQuery>,
  ): Promise<LedgerResponse> {
    return this.queries.statement.run(viewerOf(principal), name, query);
  }

  @Get(':name/charges/:id')
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'How one charge came about: readings, rate, formula' })
  @ApiOkResponse({ standardSchema: chargePassport })
  charge(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: chargePath }) { name, id }: ChargePath,
  ): Promise<ChargePassport> {
    return this.queries.charge.run(viewerOf(principal), name, id);
  }
}
