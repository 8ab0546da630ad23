import { Controller, Get, Header, Inject, Param, Query, Redirect } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { projectName } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { z } from 'zod';
import { CREDITS_SETTINGS, type CreditsSettings } from '../../../platform/config/index.js';
import { Public, RequirePermission } from '../../../platform/http/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { ShowBalance, viewerOf } from '../../portal/index.js';
import { pythonFloat } from '../application/python-float.js';

const grantedQuery = z.object({ project_name: projectName });
const projectPath = z.object({ project: projectName });

/** Single numbers of a project's account. */
@ApiTags('Compatible with os_credits')
@Controller()
export class CompatController {
  constructor(
    private readonly balance: ShowBalance,
    @Inject(CREDITS_SETTINGS) private readonly settings: CreditsSettings,
  ) {}

  @Get('secure/granted-credits')
  @RequirePermission('project:read')
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiProduces('text/plain')
  @ApiOperation({ summary: "A project's grant as a bare number" })
  async granted(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: grantedQuery }) query: z.output<typeof grantedQuery>,
  ): Promise<string> {
    const { granted } = await this.balance.run(viewerOf(principal), query.project_name, undefined);
    return this.print(granted);
  }

  @Get(['api/current_credits/:project', 'compat/v2/api/current_credits/:project'])
  @RequirePermission('project:read')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'Used and granted credits' })
  async current(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: projectPath }) { project }: z.output<typeof projectPath>,
  ): Promise<string> {
    const { used, granted } = await this.balance.run(viewerOf(principal), project, undefined);
    return `{"current_credits": ${this.print(used)}, "granted_credits": ${this.print(granted)}}`;
  }

  /** The chart page of os_credits; bookmarks and mails lead here. */
  @Get('credits_history/:project')
  @Public()
  @Redirect()
  @ApiOperation({ summary: "To the project's page in the portal" })
  page(@Param({ schema: projectPath }) { project }: z.output<typeof projectPath>): {
    url: string;
    statusCode: number;
  } {
    return { url: `/projects/${encodeURIComponent(project)}`, statusCode: 302 };
  }

  private print(amount: string): string {
    return pythonFloat(Decimal.of(amount), this.settings.OS_CREDITS_PRECISION);
  }
}
