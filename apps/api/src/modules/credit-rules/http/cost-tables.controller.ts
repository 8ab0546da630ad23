import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
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
import { parseIdempotencyKey, RequirePermission } from '../../../platform/http/index.js';
import { actorOf } from '../../audit/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { CompareCostTables } from '../application/compare-cost-tables.js';
import { CostTables, type DraftMaker, type MadeDraft } from '../application/cost-tables.js';
import { RulesProblems } from './problem-responses.js';

const tablePath = z.object({ id: costTableId });
type TablePath = z.output<typeof tablePath>;

/** Documents a route that makes one draft per request, however often the request comes. */
const MakesDraft = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'repeats of the same request answer the same draft',
    }),
    ApiCreatedResponse({ standardSchema: costTable }),
    ApiOkResponse({ standardSchema: costTable, description: 'this key made it already' }),
  );

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
  async list(@CurrentPrincipal() principal: Principal): Promise<ListCostTablesResponse> {
    return { tables: await this.tables.list(actorOf(principal)) };
  }

  @Post()
  @RequirePermission('credit-rules:write')
  @ApiOperation({ summary: 'Make a draft' })
  @MakesDraft()
  create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: costTableInput }) body: CostTableInput,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CostTable> {
    return answer(this.tables.create(body, makerOf(principal, key)), reply);
  }

  @Get(':id')
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'One cost table with its rates and weights' })
  @ApiOkResponse({ standardSchema: costTable })
  find(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: tablePath }) { id }: TablePath,
  ): Promise<CostTable> {
    return this.tables.find(id, actorOf(principal));
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
  @MakesDraft()
  copy(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: tablePath }) { id }: TablePath,
    @Body({ schema: costTableCopy }) body: z.output<typeof costTableCopy>,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CostTable> {
    return answer(this.tables.copy(id, body, makerOf(principal, key)), reply);
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

function makerOf(principal: Principal, key: string | undefined): DraftMaker {
  return {
    actor: actorOf(principal),
    idempotencyKey: key === undefined ? null : parseIdempotencyKey(key),
  };
}

/** 201 for a draft that this request made, 200 for one that was there. */
async function answer(making: Promise<MadeDraft>, reply: FastifyReply): Promise<CostTable> {
  const { table, isNew } = await making;
  if (!isNew) void reply.status(200);
  return table;
}
