import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  creditRulesContext,
  listMetricsResponse,
  metric,
  metricChange,
  metricInput,
  type CreditRulesContext,
  type ListMetricsResponse,
  type Metric,
  type MetricChange,
  type MetricInput,
} from '@os-credits/contracts';
import { RequirePermission } from '../../../platform/http/index.js';
import { actorOf } from '../../audit/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { Metrics } from '../application/metrics.js';
import { RulesContext } from '../application/rules-context.js';
import { RulesProblems } from './problem-responses.js';

const metricPath = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) });

@ApiTags('Credit rules')
@RulesProblems()
@Controller('api/credit-rules')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly context: RulesContext,
  ) {}

  @Get()
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'Units on offer, sites, accounting start, the table in force' })
  @ApiOkResponse({ standardSchema: creditRulesContext })
  show(): Promise<CreditRulesContext> {
    return this.context.show();
  }

  @Get('metrics')
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'Metrics with what of them can still change' })
  @ApiOkResponse({ standardSchema: listMetricsResponse })
  async list(): Promise<ListMetricsResponse> {
    return { metrics: await this.metrics.list() };
  }

  @Post('metrics')
  @RequirePermission('credit-rules:write')
  @ApiOperation({ summary: 'Make a metric; readings of it are taken within seconds, everywhere' })
  @ApiCreatedResponse({ standardSchema: metric })
  create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: metricInput }) body: MetricInput,
  ): Promise<Metric> {
    return this.metrics.create(body, actorOf(principal));
  }

  @Put('metrics/:id')
  @RequirePermission('credit-rules:write')
  @ApiOperation({ summary: 'Change a metric; what was rated keeps the rules it was rated by' })
  @ApiOkResponse({ standardSchema: metric })
  change(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: metricPath }) { id }: z.output<typeof metricPath>,
    @Body({ schema: metricChange }) body: MetricChange,
  ): Promise<Metric> {
    return this.metrics.change(id, body, actorOf(principal));
  }
}
