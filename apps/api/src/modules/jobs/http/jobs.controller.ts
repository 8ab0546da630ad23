import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  jobRunDetail,
  listJobsQuery,
  listJobsResponse,
  listJobTypesResponse,
  startJobRequest,
  startJobResponse,
  type JobRunDetail,
  type ListJobsResponse,
  type ListJobTypesResponse,
} from '@os-credits/contracts';
import { type FastifyReply } from 'fastify';
import { type z } from 'zod';
import { parseIdempotencyKey, RequirePermission } from '../../../platform/http/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { JobQueries } from '../application/job-queries.js';
import { JobTypes } from '../application/job-types.js';
import { StartRun } from '../application/start-run.js';
import { actorOf, mayActOn, requirePermissionOf } from './job-access.js';
import { jobPath, type JobPath } from './job-path.js';
import { JobProblemResponses } from './job-problem-responses.js';

@ApiTags('Jobs')
@JobProblemResponses()
@Controller('api/jobs')
export class JobsController {
  constructor(
    private readonly queries: JobQueries,
    private readonly types: JobTypes,
    private readonly starter: StartRun,
  ) {}

  @Get('types')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'Job types with the schema of their parameters' })
  @ApiOkResponse({ standardSchema: listJobTypesResponse })
  listTypes(@CurrentPrincipal() principal: Principal): ListJobTypesResponse {
    return { types: this.queries.listTypes(mayActOn(principal)) };
  }

  @Get()
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'Jobs, newest first; those below another only where `parent` names it' })
  @ApiOkResponse({ standardSchema: listJobsResponse })
  list(
    @Query({ schema: listJobsQuery }) query: z.output<typeof listJobsQuery>,
  ): Promise<ListJobsResponse> {
    return this.queries.list(query);
  }

  @Get(':id')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'One job with attempts, result, children and what you may do with it' })
  @ApiOkResponse({ standardSchema: jobRunDetail })
  show(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: jobPath }) { id }: JobPath,
  ): Promise<JobRunDetail> {
    return this.queries.detail(id, mayActOn(principal));
  }

  @Post()
  @RequirePermission('jobs:read')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Start a job',
    description: "Needs the type's own permission. 200 where the same work is under way already.",
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'repeats answer the same job',
  })
  @ApiCreatedResponse({ standardSchema: startJobResponse })
  @ApiOkResponse({ standardSchema: startJobResponse, description: 'it is under way already' })
  async start(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: startJobRequest }) body: z.output<typeof startJobRequest>,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof startJobResponse>> {
    requirePermissionOf(principal, this.types.get(body.type));
    const started = await this.starter.start({
      ...body,
      actor: actorOf(principal),
      ...(key === undefined ? {} : { idempotencyKey: parseIdempotencyKey(key) }),
    });
    if (!started.isNew) reply.status(200);
    return { job: await this.queries.find(started.jobId), isNew: started.isNew };
  }
}
