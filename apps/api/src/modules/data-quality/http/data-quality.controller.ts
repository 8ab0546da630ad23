import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  completenessQuery,
  completenessResponse,
  listDataQualityEventsQuery,
  listDataQualityEventsResponse,
  markDataQualityEventsRequest,
  markDataQualityEventsResponse,
  projectCompletenessResponse,
  projectName,
  type CompletenessResponse,
  type ListDataQualityEventsResponse,
  type MarkDataQualityEventsResponse,
  type ProjectCompletenessResponse,
} from '@os-credits/contracts';
import { RequirePermission } from '../../../platform/http/index.js';
import { actorOf } from '../../audit/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { viewerOf } from '../../portal/index.js';
import { BrowseEvents } from '../application/browse-events.js';
import { MarkEvents } from '../application/mark-events.use-case.js';
import { ShowCompleteness } from '../application/show-completeness.js';
import { ShowProjectCompleteness } from '../application/show-project-completeness.js';
import { QualityProblems } from './quality-problems.js';

type MarkRequest = z.output<typeof markDataQualityEventsRequest>;
const projectPath = z.object({ name: projectName });

/** What is missing or odd in what exporters send. */
@ApiTags('Data quality')
@QualityProblems()
@Controller('api')
export class DataQualityController {
  constructor(
    private readonly completeness: ShowCompleteness,
    private readonly projectCompleteness: ShowProjectCompleteness,
    private readonly events: BrowseEvents,
    private readonly marking: MarkEvents,
  ) {}

  @Get('data-quality/completeness')
  @RequirePermission('quarantine:read')
  @ApiOperation({ summary: 'Expected against received readings per site and metric' })
  @ApiOkResponse({ standardSchema: completenessResponse })
  showCompleteness(
    @Query({ schema: completenessQuery }) query: z.output<typeof completenessQuery>,
  ): Promise<CompletenessResponse> {
    return this.completeness.run(query);
  }

  @Get('data-quality/events')
  @RequirePermission('quarantine:read')
  @ApiOperation({ summary: 'Resets, gaps and silent sites, newest first' })
  @ApiOkResponse({ standardSchema: listDataQualityEventsResponse })
  listEvents(
    @Query({ schema: listDataQualityEventsQuery })
    query: z.output<typeof listDataQualityEventsQuery>,
  ): Promise<ListDataQualityEventsResponse> {
    return this.events.list(query);
  }

  @Post('data-quality/events/acknowledge')
  @HttpCode(200)
  @RequirePermission('quarantine:resolve')
  @ApiOperation({ summary: 'Marks events as seen, with a note' })
  @ApiOkResponse({ standardSchema: markDataQualityEventsResponse })
  acknowledge(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: markDataQualityEventsRequest }) body: MarkRequest,
  ): Promise<MarkDataQualityEventsResponse> {
    return this.marking.run('acknowledged', body, actorOf(principal));
  }

  @Post('data-quality/events/reopen')
  @HttpCode(200)
  @RequirePermission('quarantine:resolve')
  @ApiOperation({ summary: 'Opens acknowledged events again' })
  @ApiOkResponse({ standardSchema: markDataQualityEventsResponse })
  reopen(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: markDataQualityEventsRequest }) body: MarkRequest,
  ): Promise<MarkDataQualityEventsResponse> {
    return this.marking.run('open', body, actorOf(principal));
  }

  @Get('projects/:name/completeness')
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'Which series hold back the instant that usage is complete to' })
  @ApiOkResponse({ standardSchema: projectCompletenessResponse })
  showProject(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: projectPath }) { name }: z.output<typeof projectPath>,
  ): Promise<ProjectCompletenessResponse> {
    return this.projectCompleteness.run(viewerOf(principal), name);
  }
}
