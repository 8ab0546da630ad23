import { Readable } from 'node:stream';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { z } from 'zod';
import { projectName, statementQuery, statementResponse } from '@os-credits/contracts';
import { RequirePermission } from '../../../platform/http/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { ProjectStatement } from '../application/statement/project-statement.js';
import { statementFileName } from '../application/statement/statement-file-name.js';
import { viewerOf } from '../application/viewer.js';
import { ProblemResponses } from './problem-responses.js';
import { preferredFormat, preferredLanguage } from './statement-preferences.js';

const statementPath = z.object({ name: projectName });

@ApiTags('Projects')
@ProblemResponses()
@Controller('api/projects')
export class StatementController {
  constructor(private readonly statement: ProjectStatement) {}

  @Get(':name/statement')
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'The account of a period as JSON, CSV or PDF' })
  @ApiProduces('application/json', 'text/csv', 'application/pdf')
  @ApiOkResponse({ standardSchema: statementResponse })
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: statementPath }) { name }: z.output<typeof statementPath>,
    @Query({ schema: statementQuery }) query: z.output<typeof statementQuery>,
    @Res() reply: FastifyReply,
    @Headers('accept') accept?: string,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<void> {
    const format = query.format ?? preferredFormat(accept);
    const document = await this.statement.run(viewerOf(principal), {
      project: name,
      from: query.from,
      to: query.to,
      format,
      detail: query.detail,
      language: query.language ?? preferredLanguage(acceptLanguage),
    });
    void reply
      .header('content-type', document.mediaType)
      .header('content-length', document.content.sizeBytes)
      .header('cache-control', 'private, no-store')
      .header('vary', 'accept, accept-language, cookie, authorization');
    if (format !== 'json') {
      void reply.header('content-disposition', attachment(statementFileName(document)));
    }
    await reply.send(Readable.from(document.content.content(), { objectMode: false }));
  }
}

/** RFC 6266: plain characters for old clients, the whole name for all others. */
function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\w. -]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
