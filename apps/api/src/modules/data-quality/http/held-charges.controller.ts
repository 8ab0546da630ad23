import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type z } from 'zod';
import {
  decideHeldChargesRequest,
  decideHeldChargesResponse,
  listHeldChargesQuery,
  listHeldChargesResponse,
  type DecideHeldChargesResponse,
  type ListHeldChargesResponse,
} from '@os-credits/contracts';
import { RequirePermission } from '../../../platform/http/index.js';
import { actorOf } from '../../audit/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { BrowseHeldCharges } from '../application/browse-held-charges.js';
import { DecideHeld } from '../application/decide-held.use-case.js';
import { QualityProblems } from './quality-problems.js';

type DecideRequest = z.output<typeof decideHeldChargesRequest>;

/** Growth above a metric's plausible maximum: computed, not billed until staff decide. */
@ApiTags('Data quality')
@QualityProblems()
@Controller('api/held-charges')
export class HeldChargesController {
  constructor(
    private readonly browse: BrowseHeldCharges,
    private readonly decide: DecideHeld,
  ) {}

  @Get()
  @RequirePermission('quarantine:read')
  @ApiOperation({ summary: 'Held charges, the newest interval first' })
  @ApiOkResponse({ standardSchema: listHeldChargesResponse })
  list(
    @Query({ schema: listHeldChargesQuery }) query: z.output<typeof listHeldChargesQuery>,
  ): Promise<ListHeldChargesResponse> {
    return this.browse.list(query);
  }

  @Post('release')
  @HttpCode(200)
  @RequirePermission('quarantine:resolve')
  @ApiOperation({ summary: 'Bills held intervals on the hours they span' })
  @ApiOkResponse({ standardSchema: decideHeldChargesResponse })
  release(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: decideHeldChargesRequest }) body: DecideRequest,
  ): Promise<DecideHeldChargesResponse> {
    return this.decide.run('released', body, actorOf(principal));
  }

  @Post('dismiss')
  @HttpCode(200)
  @RequirePermission('quarantine:resolve')
  @ApiOperation({ summary: 'Leaves held intervals unbilled; takes released ones back' })
  @ApiOkResponse({ standardSchema: decideHeldChargesResponse })
  dismiss(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: decideHeldChargesRequest }) body: DecideRequest,
  ): Promise<DecideHeldChargesResponse> {
    return this.decide.run('dismissed', body, actorOf(principal));
  }
}
