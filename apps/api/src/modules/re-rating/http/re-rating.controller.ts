import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  listReRatingPlansQuery,
  listReRatingPlansResponse,
  reRatingDecision,
  reRatingEntriesQuery,
  reRatingEntriesResponse,
  reRatingPlan,
  reRatingProjectsQuery,
  reRatingProjectsResponse,
  reRatingReadingsQuery,
  reRatingReadingsResponse,
  reRatingRequest,
  type ListReRatingPlansResponse,
  type ReRatingDecision,
  type ReRatingEntriesResponse,
  type ReRatingPlan,
  type ReRatingProjectsResponse,
  type ReRatingReadingsResponse,
  type ReRatingRequest,
} from '@os-credits/contracts';
import { z } from 'zod';
import { RequirePermission } from '../../../platform/http/index.js';
import { actorOf } from '../../audit/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { ReRatingPlans } from '../application/re-rating-plans.js';
import { ReRatingQueries } from '../application/re-rating-queries.js';

const planPath = z.object({ id: z.uuid() });
type PlanPath = z.output<typeof planPath>;

/** Charges of the past under rules, or by readings, that should have been others: plan, review, post. */
@ApiTags('Re-rating')
@Controller('api/re-rating-plans')
export class ReRatingController {
  constructor(
    private readonly plans: ReRatingPlans,
    private readonly queries: ReRatingQueries,
  ) {}

  @Post()
  @HttpCode(201)
  @RequirePermission('ledger:write')
  @ApiOperation({
    summary:
      'Compute what a late cost table, a fixed unit or dismissed readings would change; posts nothing',
  })
  @ApiCreatedResponse({ standardSchema: reRatingPlan })
  request(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: reRatingRequest }) body: ReRatingRequest,
  ): Promise<ReRatingPlan> {
    return this.plans.request(body, actorOf(principal));
  }

  @Get()
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'Plans, newest first' })
  @ApiOkResponse({ standardSchema: listReRatingPlansResponse })
  list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: listReRatingPlansQuery }) query: z.output<typeof listReRatingPlansQuery>,
  ): Promise<ListReRatingPlansResponse> {
    return this.queries.list(query, actorOf(principal));
  }

  @Get(':id')
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'One plan with its totals' })
  @ApiOkResponse({ standardSchema: reRatingPlan })
  show(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: planPath }) { id }: PlanPath,
  ): Promise<ReRatingPlan> {
    return this.plans.show(id, actorOf(principal));
  }

  @Get(':id/projects')
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'What changes per project, the largest difference first' })
  @ApiOkResponse({ standardSchema: reRatingProjectsResponse })
  projects(
    @Param({ schema: planPath }) { id }: PlanPath,
    @Query({ schema: reRatingProjectsQuery }) query: z.output<typeof reRatingProjectsQuery>,
  ): Promise<ReRatingProjectsResponse> {
    return this.queries.projects(id, query);
  }

  @Get(':id/entries')
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'The entries that it would post for a project, or has posted' })
  @ApiOkResponse({ standardSchema: reRatingEntriesResponse })
  entries(
    @Param({ schema: planPath }) { id }: PlanPath,
    @Query({ schema: reRatingEntriesQuery }) query: z.output<typeof reRatingEntriesQuery>,
  ): Promise<ReRatingEntriesResponse> {
    return this.queries.entries(id, query);
  }

  @Get(':id/readings')
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'The readings that it would dismiss, or has dismissed' })
  @ApiOkResponse({ standardSchema: reRatingReadingsResponse })
  readings(
    @Param({ schema: planPath }) { id }: PlanPath,
    @Query({ schema: reRatingReadingsQuery }) query: z.output<typeof reRatingReadingsQuery>,
  ): Promise<ReRatingReadingsResponse> {
    return this.queries.readings(id, query);
  }

  @Post(':id/decision')
  @HttpCode(200)
  @RequirePermission('ledger:write')
  @ApiOperation({ summary: 'Approve a plan, which posts its entries, or reject it' })
  @ApiOkResponse({ standardSchema: reRatingPlan })
  decide(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: planPath }) { id }: PlanPath,
    @Body({ schema: reRatingDecision }) body: ReRatingDecision,
  ): Promise<ReRatingPlan> {
    return this.plans.decide(id, body, actorOf(principal));
  }
}
