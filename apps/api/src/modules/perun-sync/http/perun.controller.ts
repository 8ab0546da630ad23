import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  decideSyncItemsRequest,
  decideSyncItemsResponse,
  drift,
  listDriftQuery,
  listDriftResponse,
  listSyncItemsQuery,
  listSyncItemsResponse,
  listSyncRunsQuery,
  listSyncRunsResponse,
  perunCheck,
  perunStatus,
  resolveDriftRequest,
  syncRun,
  type DecideSyncItemsResponse,
  type Drift,
  type ListDriftResponse,
  type ListSyncItemsResponse,
  type ListSyncRunsResponse,
  type PerunCheck,
  type PerunStatus,
  type SyncRun,
} from '@os-credits/contracts';
import { z } from 'zod';
import { RequirePermission } from '../../../platform/http/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { DecideItems } from '../application/decide-items.use-case.js';
import { PerunQueries } from '../application/perun-queries.js';
import { driftNotFound, ResolveDrift } from '../application/resolve-drift.use-case.js';
import { SyncReads } from '../application/sync-reads.js';
import { actorOf } from './actor-of.js';
import { PerunProblemResponses } from './perun-problem-responses.js';

const runPath = z.object({ id: z.uuid() });
const driftPath = z.object({ id: z.string().max(20) });

@ApiTags('Perun')
@PerunProblemResponses()
@Controller('api/perun')
export class PerunController {
  constructor(
    private readonly queries: PerunQueries,
    private readonly reads: SyncReads,
    private readonly decisions: DecideItems,
    private readonly resolving: ResolveDrift,
  ) {}

  @Get()
  @RequirePermission('perun:read')
  @ApiOperation({ summary: 'Which Perun it is, who owns what, and how the last syncs went' })
  @ApiOkResponse({ standardSchema: perunStatus })
  status(): Promise<PerunStatus> {
    return this.queries.status();
  }

  @Post('check')
  @HttpCode(200)
  @RequirePermission('perun:sync')
  @ApiOperation({
    summary: 'Test the connection: what can be read and written, and what is missing',
  })
  @ApiOkResponse({ standardSchema: perunCheck })
  check(): Promise<PerunCheck> {
    return this.queries.check();
  }

  @Get('sync-runs')
  @RequirePermission('perun:read')
  @ApiOperation({ summary: 'Sync runs, newest first' })
  @ApiOkResponse({ standardSchema: listSyncRunsResponse })
  listRuns(
    @Query({ schema: listSyncRunsQuery }) query: z.output<typeof listSyncRunsQuery>,
  ): Promise<ListSyncRunsResponse> {
    return this.reads.listRuns(query);
  }

  @Get('sync-runs/:id')
  @RequirePermission('perun:read')
  @ApiOperation({ summary: 'One sync run with the size of its change set' })
  @ApiOkResponse({ standardSchema: syncRun })
  showRun(@Param({ schema: runPath }) { id }: z.output<typeof runPath>): Promise<SyncRun> {
    return this.queries.run(id);
  }

  @Get('sync-runs/:id/items')
  @RequirePermission('perun:read')
  @ApiOperation({ summary: 'The change set: what waits first, then by project' })
  @ApiOkResponse({ standardSchema: listSyncItemsResponse })
  async listItems(
    @Param({ schema: runPath }) { id }: z.output<typeof runPath>,
    @Query({ schema: listSyncItemsQuery }) query: z.output<typeof listSyncItemsQuery>,
  ): Promise<ListSyncItemsResponse> {
    await this.queries.run(id);
    return this.reads.listItems(id, query);
  }

  @Post('sync-runs/:id/decisions')
  @HttpCode(200)
  @RequirePermission('perun:sync')
  @ApiOperation({
    summary: 'Approve or reject what waits',
    description: 'When nothing waits any more, the run goes on by itself.',
  })
  @ApiOkResponse({ standardSchema: decideSyncItemsResponse })
  async decide(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: runPath }) { id }: z.output<typeof runPath>,
    @Body({ schema: decideSyncItemsRequest }) body: z.output<typeof decideSyncItemsRequest>,
  ): Promise<DecideSyncItemsResponse> {
    const decision = { syncRunId: id, ...body };
    const decidedCount = await this.decisions.execute(decision, actorOf(principal));
    return { decidedCount, run: await this.queries.run(id) };
  }

  @Get('drift')
  @RequirePermission('perun:read')
  @ApiOperation({ summary: 'Values of ours that somebody else changed in Perun, open ones first' })
  @ApiOkResponse({ standardSchema: listDriftResponse })
  listDrift(
    @Query({ schema: listDriftQuery }) query: z.output<typeof listDriftQuery>,
  ): Promise<ListDriftResponse> {
    return this.reads.listDrift(query);
  }

  @Post('drift/:id/resolution')
  @HttpCode(200)
  @RequirePermission('perun:sync')
  @ApiOperation({ summary: 'Take the value of Perun over, or write ours' })
  @ApiOkResponse({ standardSchema: drift })
  async resolve(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: driftPath }) { id }: z.output<typeof driftPath>,
    @Body({ schema: resolveDriftRequest }) body: z.output<typeof resolveDriftRequest>,
  ): Promise<Drift> {
    await this.resolving.execute({ driftId: id, ...body, actor: actorOf(principal).name });
    const resolved = await this.reads.findDrift(id);
    if (resolved === null) throw driftNotFound(id);
    return resolved;
  }
}
