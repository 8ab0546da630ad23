import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  costTable,
  costTableId,
  impactQuery,
  impactResponse,
  publicationConfirmation,
  publicationRequest,
  publicationResponse,
  type CostTable,
  type ImpactQuery,
  type ImpactResponse,
  type PublicationRequest,
  type PublicationResponse,
} from '@os-credits/contracts';
import { csvLine } from '../../../platform/csv/index.js';
import { RequirePermission } from '../../../platform/http/index.js';
import { actorOf } from '../../audit/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { PublishCostTable } from '../application/publish-cost-table.use-case.js';
import { ShowImpact } from '../application/show-impact.js';
import { RulesProblems } from './problem-responses.js';

const tablePath = z.object({ id: costTableId });
type TablePath = z.output<typeof tablePath>;

const CSV_COLUMNS = [
  'project',
  'oldCredits',
  'newCredits',
  'difference',
  'share',
  'remaining',
  'oldRunwayAt',
  'newRunwayAt',
] as const;

/** What publishing a table does, shown before it is done. */
@ApiTags('Cost tables')
@RulesProblems()
@Controller('api/cost-tables/:id')
export class PublicationController {
  constructor(
    private readonly impact: ShowImpact,
    private readonly publication: PublishCostTable,
  ) {}

  @Get('impact')
  @RequirePermission('credit-rules:read')
  @ApiOperation({
    summary: 'Credits of past usage under this table and the one in force, by project',
  })
  @ApiOkResponse({ standardSchema: impactResponse })
  show(
    @Param({ schema: tablePath }) { id }: TablePath,
    @Query({ schema: impactQuery }) query: ImpactQuery,
  ): Promise<ImpactResponse> {
    return this.impact.page(id, query);
  }

  @Get('impact.csv')
  @RequirePermission('credit-rules:read')
  @ApiOperation({ summary: 'The same for every project, as a table' })
  @ApiProduces('text/csv')
  async csv(
    @Param({ schema: tablePath }) { id }: TablePath,
    @Query({ schema: impactQuery }) query: ImpactQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const rows = await this.impact.rows(id, query);
    void reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="impact-of-cost-table-${id}.csv"`);
    return [
      csvLine(CSV_COLUMNS),
      ...rows.map((row) => csvLine(CSV_COLUMNS.map((name) => row[name]))),
    ].join('');
  }

  @Post('publication')
  @HttpCode(200)
  @RequirePermission('credit-rules:publish')
  @ApiOperation({ summary: 'Publish the version that was previewed, or ask a second person to' })
  @ApiOkResponse({ standardSchema: publicationResponse })
  publish(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: tablePath }) { id }: TablePath,
    @Body({ schema: publicationRequest }) body: PublicationRequest,
  ): Promise<PublicationResponse> {
    return this.publication.publish(id, body, actorOf(principal));
  }

  @Post('publication/confirm')
  @HttpCode(200)
  @RequirePermission('credit-rules:publish')
  @ApiOperation({ summary: 'Publish what somebody else asked for' })
  @ApiOkResponse({ standardSchema: publicationResponse })
  confirm(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: tablePath }) { id }: TablePath,
    @Body({ schema: publicationConfirmation })
    { version }: z.output<typeof publicationConfirmation>,
  ): Promise<PublicationResponse> {
    return this.publication.confirm(id, version, actorOf(principal));
  }

  @Delete('publication')
  @RequirePermission('credit-rules:publish')
  @ApiOperation({ summary: 'Take a request to publish back' })
  @ApiOkResponse({ standardSchema: costTable })
  withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: tablePath }) { id }: TablePath,
  ): Promise<CostTable> {
    return this.publication.withdraw(id, actorOf(principal));
  }
}
