import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type z } from 'zod';
import {
  listProjectsQuery,
  listProjectsResponse,
  type ListProjectsResponse,
} from '@os-credits/contracts';
import { RequirePermission } from '../../../platform/http/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { ListProjects } from '../application/list-projects.js';
import { viewerOf } from '../application/viewer.js';

@ApiTags('Projects')
@Controller('api/projects')
export class ProjectsController {
  constructor(private readonly listProjects: ListProjects) {}

  @Get()
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'Projects that you may see, the one in trouble first' })
  @ApiOkResponse({ standardSchema: listProjectsResponse })
  list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: listProjectsQuery }) query: z.output<typeof listProjectsQuery>,
  ): Promise<ListProjectsResponse> {
    return this.listProjects.run(viewerOf(principal), query);
  }
}
