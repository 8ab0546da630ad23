import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  costTable,
  costTableChange,
  costTableCopy,
  costTableDeletion,
  costTableDiff,
  costTableDiffQuery,
  costTableId,
  costTableInput,
  listCostTablesResponse,
  type CostTable,
  type CostTableChange,
  type CostTableDiff,
  type CostTableInput,
  type ListCostTablesResponse,
} from '@os-credits/contracts';
import { RequirePermission } from '../../../platform/http/index.js';
import { actorOf } from '../../audit/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { CompareCostTables } from '../application/compare-cost-tables.js';
import { CostTables } from '../application/cost-tables.js';
import { RulesProblems } from './problem-responses.js';

const tablePath = z.object({ id: costTableId });
type TablePath = z.output<typeof tablePath>;

@ApiTags('Cost tables')
@RulesProblems()
@Controller('api/cost-tables')
export class CostTablesController {
  constructor(
    private readonly tables: CostTables,
    private readonly compare: CompareCostTables,
  ) {}

  @Get()
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'Drafts, then published tables, newest first' })
  @ApiOkResponse({ standardSchema: listCostTablesResponse })
  async list(): Promise<ListCostTablesResponse> {
    return { tables: await this.tables.list() };
  }

  @Post()
  @RequirePermission('credit-rules:write')
  @ApiOperation({ summary: 'Make a draft' })
  @ApiCreatedResponse({ standardSchema: costTable })
  create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: costTableInput }) body: CostTableInput,
  ): Promise<CostTable> {
    return this.tables.create(body, actorOf(principal));
  }

  @Get(':id')
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'One cost table with its rates and weights' })
  @ApiOkResponse({ standardSchema: costTable })
  find(@Param({ schema: tablePath }) { id }: TablePath): Promise<CostTable> {
    return this.tables.find(id);
  }

  @Put(':id')
  @RequirePermission('credit-rules:write')
  @ApiOperation({ summary: 'Replace a draft; names the version that was read' })
  @ApiOkResponse({ standardSchema: costTable })
  change(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: tablePath }) { id }: TablePath,
    @Body({ schema: costTableChange }) body: CostTableChange,
  ): Promise<CostTable> {
    return this.tables.change(id, body, actorOf(principal));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequirePermission('credit-rules:write')
  @ApiOperation({ summary: 'Delete a draft' })
  remove(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: tablePath }) { id }: TablePath,
    @Query({ schema: costTableDeletion }) { version }: z.output<typeof costTableDeletion>,
  ): Promise<void> {
    return this.tables.remove(id, version, actorOf(principal));
  }

  @Post(':id/copy')
  @RequirePermission('credit-rules:write')
  @ApiOperation({ summary: 'Make a draft that has everything of another table' })
  @ApiCreatedResponse({ standardSchema: costTable })
  copy(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: tablePath }) { id }: TablePath,
    @Body({ schema: costTableCopy }) body: z.output<typeof costTableCopy>,
  ): Promise<CostTable> {
    return this.tables.copy(id, body, actorOf(principal));
  }

  @Get(':id/diff')
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'What differs from another table, row by row' })
  @ApiOkResponse({ standardSchema: costTableDiff })
  diff(
    @Param({ schema: tablePath }) { id }: TablePath,
    @Query({ schema: costTableDiffQuery }) { against }: z.output<typeof costTableDiffQuery>,
  ): Promise<CostTableDiff> {
    return this.compare.run(id, against);
  }
}
