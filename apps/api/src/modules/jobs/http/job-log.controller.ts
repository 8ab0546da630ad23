import { Readable } from 'node:stream';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  jobEvent,
  jobLogQuery,
  jobLogResponse,
  jobLogTextQuery,
  type JobLogResponse,
  type Localized,
} from '@os-credits/contracts';
import { type FastifyReply } from 'fastify';
import { z } from 'zod';
import { RequirePermission } from '../../../platform/http/index.js';
import { JobEventStream, type StreamedEvent } from '../application/job-event-stream.js';
import { JobQueries } from '../application/job-queries.js';
import { JobProblemResponses } from './job-problem-responses.js';
import { jobPath, type JobPath } from './job-path.js';

const LINES_PER_READ = 1000;
const eventsQuery = jobLogQuery.pick({ after: true });

@ApiTags('Jobs')
@JobProblemResponses()
@Controller('api/jobs')
export class JobLogController {
  constructor(
    private readonly queries: JobQueries,
    private readonly events: JobEventStream,
  ) {}

  @Get(':id/log')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'Lines of the log after one, oldest first' })
  @ApiOkResponse({ standardSchema: jobLogResponse })
  log(
    @Param({ schema: jobPath }) { id }: JobPath,
    @Query({ schema: jobLogQuery }) query: z.output<typeof jobLogQuery>,
  ): Promise<JobLogResponse> {
    return this.queries.log(id, query.after ?? null, query.limit);
  }

  @Get(':id/log.txt')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'The whole log as text' })
  @ApiProduces('text/plain')
  @ApiOkResponse({
    description: 'time, attempt, level and text of each line',
    schema: { type: 'string' },
  })
  async download(
    @Param({ schema: jobPath }) { id }: JobPath,
    @Query({ schema: jobLogTextQuery }) { language }: z.output<typeof jobLogTextQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { type } = await this.queries.find(id);
    await reply
      .header('content-type', 'text/plain; charset=utf-8')
      .header('content-disposition', `attachment; filename="${type}-${id}.log.txt"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(this.lines(id, language)));
  }

  @Get(':id/events')
  @RequirePermission('jobs:read')
  @ApiOperation({
    summary: 'What happens with a job, as it happens (server-sent events)',
    description:
      '`run` carries the job, `log` a line of its log, `end` says that nothing follows. `Last-Event-ID` or `after` names the last line that is known.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ standardSchema: jobEvent })
  async stream(
    @Param({ schema: jobPath }) { id }: JobPath,
    @Query({ schema: eventsQuery }) query: z.output<typeof eventsQuery>,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const isLineId = lastEventId !== undefined && /^\d{1,18}$/.test(lastEventId);
    await this.queries.find(id);
    const after = isLineId ? lastEventId : (query.after ?? null);
    await reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      // A server that stops waits for connections that are kept alive, and this one was busy when it began.
      .header('connection', 'close')
      // nginx would gather the events otherwise.
      .header('x-accel-buffering', 'no')
      .send(Readable.from(asText(this.events.follow(id, after))));
  }

  private async *lines(id: string, language: keyof Localized): AsyncGenerator<string> {
    let after: string | null = null;
    for (;;) {
      const page: JobLogResponse = await this.queries.log(id, after, LINES_PER_READ);
      if (page.lines.length === 0) return;
      after = page.lastId;
      yield page.lines
        .map(({ at, attempt, level, text, texts }) => {
          const line = texts === null ? text : texts[language];
          return `${at} ${attempt} ${level.padEnd(5)} ${line}\n`;
        })
        .join('');
    }
  }
}

/** The text form of server-sent events (HTML Living Standard, 9.2). */
async function* asText(events: AsyncGenerator<StreamedEvent>): AsyncGenerator<string> {
  yield 'retry: 2000\n\n';
  for await (const event of events) {
    if (event.event === 'keep-alive') {
      yield ': nothing new\n\n';
    } else {
      const id = event.event === 'log' ? `id: ${event.data.id}\n` : '';
      yield `event: ${event.event}\n${id}data: ${JSON.stringify(event.data)}\n\n`;
    }
  }
}
