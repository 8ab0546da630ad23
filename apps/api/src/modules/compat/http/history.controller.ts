import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { z } from 'zod';
import { COMPAT_SETTINGS, type CompatSettings } from '../../../platform/config/index.js';
import { RequirePermission } from '../../../platform/http/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { viewerOf } from '../../portal/index.js';
import { type CompatShape } from '../application/costs-per-hour.js';
import { ShowCreditsHistory } from '../application/show-credits-history.js';

const historyPath = z.object({
  project: z
    .string()
    .max(256)
    .refine((name) => name.trim() !== '', 'No non-empty ``project_name`` provided'),
});
const historyQuery = z.object({
  start_date: z.string().max(40).optional(),
  end_date: z.string().max(40).optional(),
});
type HistoryPath = z.output<typeof historyPath>;
type HistoryQuery = z.output<typeof historyQuery>;

/** The account after each charge, as columns for a chart. */
@ApiTags('Compatible with os_credits')
@Controller()
export class CompatHistoryController {
  constructor(
    private readonly showHistory: ShowCreditsHistory,
    @Inject(COMPAT_SETTINGS) private readonly settings: CompatSettings,
  ) {}

  @Get('api/credits_history/:project')
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'Credits after each charge; the shape of 2019, or of 2024 by setting' })
  history(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: historyPath }) path: HistoryPath,
    @Query({ schema: historyQuery }) query: HistoryQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    return this.answer(principal, { ...path, ...query }, this.settings.COMPAT_SHAPE, reply);
  }

  @Get('compat/v2/api/credits_history/:project')
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'Credits used after each charge, the shape of 2024' })
  history2024(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: historyPath }) path: HistoryPath,
    @Query({ schema: historyQuery }) query: HistoryQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    return this.answer(principal, { ...path, ...query }, '2024', reply);
  }

  private async answer(
    principal: Principal,
    { project, start_date: startDate, end_date: endDate }: HistoryPath & HistoryQuery,
    shape: CompatShape,
    reply: FastifyReply,
  ): Promise<string | undefined> {
    const question = { project, startDate, endDate };
    const json = await this.showHistory.run(viewerOf(principal), question, shape);
    if (json === null) {
      void reply.status(204);
      return undefined;
    }
    void reply.header('content-type', 'application/json; charset=utf-8');
    return json;
  }
}
