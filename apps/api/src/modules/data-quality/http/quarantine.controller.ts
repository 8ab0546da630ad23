import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type z } from 'zod';
import {
  listQuarantineQuery,
  listQuarantineResponse,
  quarantineGroupsQuery,
  quarantineGroupsResponse,
  resolveQuarantineRequest,
  resolveQuarantineResponse,
  type ListQuarantineResponse,
  type QuarantineGroupsResponse,
  type ResolveQuarantineResponse,
} from '@os-credits/contracts';
import { RequirePermission } from '../../../platform/http/index.js';
import { actorOf } from '../../audit/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { BrowseQuarantine } from '../application/browse-quarantine.js';
import { ResolveQuarantine } from '../application/resolve-quarantine.use-case.js';
import { QualityProblems } from './quality-problems.js';

type ResolveRequest = z.output<typeof resolveQuarantineRequest>;

/** Readings that could not be billed. */
@ApiTags('Data quality')
@QualityProblems()
@Controller('api/quarantine')
export class QuarantineController {
  constructor(
    private readonly browse: BrowseQuarantine,
    private readonly resolve: ResolveQuarantine,
  ) {}

  @Get()
  @RequirePermission('quarantine:read')
  @ApiOperation({ summary: 'Quarantined readings, newest first' })
  @ApiOkResponse({ standardSchema: listQuarantineResponse })
  list(
    @Query({ schema: listQuarantineQuery }) query: z.output<typeof listQuarantineQuery>,
  ): Promise<ListQuarantineResponse> {
    return this.browse.list(query);
  }

  @Get('groups')
  @RequirePermission('quarantine:read')
  @ApiOperation({ summary: 'How many by reason, site, metric and project' })
  @ApiOkResponse({ standardSchema: quarantineGroupsResponse })
  groups(
    @Query({ schema: quarantineGroupsQuery }) query: z.output<typeof quarantineGroupsQuery>,
  ): Promise<QuarantineGroupsResponse> {
    return this.browse.groups(query);
  }

  @Post('release')
  @HttpCode(200)
  @RequirePermission('quarantine:resolve')
  @ApiOperation({ summary: 'Takes readings in as if they had arrived now' })
  @ApiOkResponse({ standardSchema: resolveQuarantineResponse })
  release(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: resolveQuarantineRequest }) body: ResolveRequest,
  ): Promise<ResolveQuarantineResponse> {
    return this.resolve.release(body, actorOf(principal));
  }

  @Post('dismiss')
  @HttpCode(200)
  @RequirePermission('quarantine:resolve')
  @ApiOperation({ summary: 'Closes readings that will not be billed' })
  @ApiOkResponse({ standardSchema: resolveQuarantineResponse })
  dismiss(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: resolveQuarantineRequest }) body: ResolveRequest,
  ): Promise<ResolveQuarantineResponse> {
    return this.resolve.dismiss(body, actorOf(principal));
  }
}
