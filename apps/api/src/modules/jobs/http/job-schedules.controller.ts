import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  jobSchedule,
  jobScheduleChange,
  jobScheduleInput,
  listJobSchedulesResponse,
  schedulePreviewRequest,
  schedulePreviewResponse,
  startJobResponse,
  type JobSchedule,
  type ListJobSchedulesResponse,
  type SchedulePreviewResponse,
  type StartJobResponse,
} from '@os-credits/contracts';
import { type z } from 'zod';
import { RequirePermission } from '../../../platform/http/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { JobQueries } from '../application/job-queries.js';
import { JobTypes } from '../application/job-types.js';
import { Schedules } from '../application/schedules.js';
import { actorOf, requirePermissionOf } from './job-access.js';
import { schedulePath } from './job-path.js';
import { JobProblemResponses } from './job-problem-responses.js';

type SchedulePath = z.output<typeof schedulePath>;

/** Schedules; writing one needs `schedules:write` and the permission of its job type. */
@ApiTags('Job schedules')
@JobProblemResponses()
@Controller('api/job-schedules')
export class JobSchedulesController {
  constructor(
    private readonly schedules: Schedules,
    private readonly types: JobTypes,
    private readonly queries: JobQueries,
  ) {}

  @Get()
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'Every schedule, by name' })
  @ApiOkResponse({ standardSchema: listJobSchedulesResponse })
  async list(): Promise<ListJobSchedulesResponse> {
    return { schedules: await this.schedules.list() };
  }

  @Post()
  @RequirePermission('schedules:write')
  @HttpCode(201)
  @ApiOperation({ summary: 'Make a schedule' })
  @ApiCreatedResponse({ standardSchema: jobSchedule })
  create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: jobScheduleInput }) input: z.output<typeof jobScheduleInput>,
  ): Promise<JobSchedule> {
    requirePermissionOf(principal, this.types.get(input.type));
    return this.schedules.create(input, actorOf(principal));
  }

  @Post('preview')
  @RequirePermission('jobs:read')
  @HttpCode(200)
  @ApiOperation({ summary: 'The next five times of a cron expression' })
  @ApiOkResponse({ standardSchema: schedulePreviewResponse })
  preview(
    @Body({ schema: schedulePreviewRequest }) body: z.output<typeof schedulePreviewRequest>,
  ): SchedulePreviewResponse {
    const next = this.schedules.preview(body.cron, body.timezone);
    return { next: next.map((at) => at.toISOString()) };
  }

  @Put(':id')
  @RequirePermission('schedules:write')
  @ApiOperation({ summary: 'Change a schedule; pausing is a change too' })
  @ApiOkResponse({ standardSchema: jobSchedule })
  async update(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: schedulePath }) { id }: SchedulePath,
    @Body({ schema: jobScheduleChange }) change: z.output<typeof jobScheduleChange>,
  ): Promise<JobSchedule> {
    await this.requireForPresent(principal, id);
    requirePermissionOf(principal, this.types.get(change.type));
    return this.schedules.update(id, change, actorOf(principal));
  }

  @Delete(':id')
  @RequirePermission('schedules:write')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a schedule; the jobs that it started stay' })
  @ApiNoContentResponse()
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: schedulePath }) { id }: SchedulePath,
  ): Promise<void> {
    await this.requireForPresent(principal, id);
    await this.schedules.remove(id);
  }

  @Post(':id/run-now')
  @RequirePermission('jobs:read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Start what the schedule starts, now; `isNew` says whether it did' })
  @ApiOkResponse({ standardSchema: startJobResponse })
  async runNow(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: schedulePath }) { id }: SchedulePath,
  ): Promise<StartJobResponse> {
    const schedule = await this.schedules.get(id);
    requirePermissionOf(principal, this.types.get(schedule.type));
    const { jobId, isNew } = await this.schedules.runNow(id, actorOf(principal));
    return { job: await this.queries.find(jobId), isNew };
  }

  /** A schedule of a type that is gone may be changed or removed by whoever may write schedules. */
  private async requireForPresent(principal: Principal, id: string): Promise<void> {
    const type = this.types.find((await this.schedules.get(id)).type);
    if (type !== null) requirePermissionOf(principal, type);
  }
}
