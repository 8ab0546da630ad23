import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Public } from '../http/index.js';
import { Metrics } from './metrics.js';
import { RatingBacklog } from './rating-backlog.js';

@ApiExcludeController()
@Controller()
export class MetricsController {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(RatingBacklog) private readonly backlog: RatingBacklog,
  ) {}

  /** Prometheus text format 0.0.4. */
  @Get('metrics')
  @Public()
  async scrape(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    await this.backlog.refresh();
    await this.metrics.refresh();
    reply.header('content-type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
