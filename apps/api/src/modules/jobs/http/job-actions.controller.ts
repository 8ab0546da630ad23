import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  requeueDeadRequest,
  requeueDeadResponse,
  startJobResponse,
  type StartJobResponse,
} from '@os-credits/contracts';
import { type z } from 'zod';
import { parseIdempotencyKey, RequirePermission } from '../../../platform/http/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { JobQueries } from '../application/job-queries.js';
import { JobReads } from '../application/job-reads.js';
import { JobTypes } from '../application/job-types.js';
import { RunActions } from '../application/run-actions.js';
import { StartRun } from '../application/start-run.js';
import { actorOf, mayActOn, requirePermissionOf } from './job-access.js';
import { jobPath, type JobPath } from './job-path.js';
import { JobProblemResponses } from './job-problem-responses.js';

type RequeueDead = z.output<typeof requeueDeadRequest>;

/** What staff do with a run; each needs the permission of the run's type. */
@ApiTags('Jobs')
@JobProblemResponses()
@Controller('api/jobs')
export class JobActionsController {
  constructor(
    private readonly queries: JobQueries,
    private readonly reads: JobReads,
    private readonly types: JobTypes,
    private readonly actions: RunActions,
    private readonly starter: StartRun,
  ) {}

  @Post('requeue-dead')
  @RequirePermission('jobs:read')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Queue every dead job again, or those of one type, each from its checkpoint',
    description:
      'Types that you may not start are left out, unless you name one: then it is refused.',
  })
  @ApiOkResponse({ standardSchema: requeueDeadResponse })
  async requeueDead(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: requeueDeadRequest }) { type }: RequeueDead,
  ): Promise<z.output<typeof requeueDeadResponse>> {
    if (type !== undefined) requirePermissionOf(principal, this.types.get(type));
    let requeuedCount = 0;
    for (const dead of await this.reads.dead(type ?? null)) {
      if (!this.isAllowed(principal, dead.type)) continue;
      if (await this.actions.requeueIfDead(dead.id, actorOf(principal))) requeuedCount += 1;
    }
    return { requeuedCount };
  }

  @Post(':id/cancel')
  @RequirePermission('jobs:read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stop a job and everything below it; what it did stays' })
  @ApiOkResponse({ standardSchema: startJobResponse })
  async cancel(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: jobPath }) { id }: JobPath,
  ): Promise<StartJobResponse> {
    await this.requireFor(principal, id);
    await this.actions.cancel(id, actorOf(principal));
    return this.answer(id);
  }

  @Post(':id/retry')
  @RequirePermission('jobs:read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Queue a job that ended badly again, from the start' })
  @ApiOkResponse({ standardSchema: startJobResponse })
  retry(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: jobPath }) { id }: JobPath,
  ): Promise<StartJobResponse> {
    return this.restart(principal, id, 'retry');
  }

  @Post(':id/resume')
  @RequirePermission('jobs:read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Queue a job that ended badly again, from its checkpoint' })
  @ApiOkResponse({ standardSchema: startJobResponse })
  resume(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: jobPath }) { id }: JobPath,
  ): Promise<StartJobResponse> {
    return this.restart(principal, id, 'resume');
  }

  @Post(':id/requeue')
  @RequirePermission('jobs:read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Queue a dead job again, with all its attempts, from its checkpoint' })
  @ApiOkResponse({ standardSchema: startJobResponse })
  requeue(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: jobPath }) { id }: JobPath,
  ): Promise<StartJobResponse> {
    return this.restart(principal, id, 'requeue');
  }

  @Post(':id/run-again')
  @RequirePermission('jobs:read')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Start another job with the same parameters; `isNew` says whether it did',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'repeats answer the same job',
  })
  @ApiOkResponse({ standardSchema: startJobResponse })
  async runAgain(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: jobPath }) { id }: JobPath,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<StartJobResponse> {
    const run = await this.requireFor(principal, id);
    const started = await this.starter.start({
      type: run.type,
      parameters: run.parameters,
      isDryRun: run.isDryRun,
      repeatOf: id,
      actor: actorOf(principal),
      ...(key === undefined ? {} : { idempotencyKey: parseIdempotencyKey(key) }),
    });
    return this.answer(started.jobId, started.isNew);
  }

  private async restart(
    principal: Principal,
    id: string,
    action: 'retry' | 'resume' | 'requeue',
  ): Promise<StartJobResponse> {
    await this.requireFor(principal, id);
    await this.actions.restart(id, action, actorOf(principal));
    return this.answer(id);
  }

  private async requireFor(principal: Principal, id: string): Promise<StartJobResponse['job']> {
    const run = await this.queries.find(id);
    requirePermissionOf(principal, this.types.get(run.type));
    return run;
  }

  private isAllowed(principal: Principal, typeName: string): boolean {
    const type = this.types.find(typeName);
    return type !== null && mayActOn(principal)(type);
  }

  private async answer(id: string, isNew = false): Promise<StartJobResponse> {
    return { job: await this.queries.find(id), isNew };
  }
}
