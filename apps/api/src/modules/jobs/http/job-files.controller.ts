import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { uploadQuery, uploadResponse, type UploadResponse } from '@os-credits/contracts';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type z } from 'zod';
import { JOB_SETTINGS, type JobSettings } from '../../../platform/config/index.js';
import { RequirePermission } from '../../../platform/http/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { JobFiles } from '../application/job-files.js';
import { JobReads } from '../application/job-reads.js';
import { JobTypes, uploadParameters } from '../application/job-types.js';
import { uploadNotFound } from '../application/job-errors.js';
import { actorOf, mayActOn } from './job-access.js';
import { jobFilePath } from './job-path.js';
import { JobProblemResponses } from './job-problem-responses.js';

@ApiTags('Jobs')
@JobProblemResponses()
@Controller('api')
export class JobFilesController {
  constructor(
    private readonly files: JobFiles,
    private readonly reads: JobReads,
    private readonly types: JobTypes,
    @Inject(JOB_SETTINGS) private readonly settings: JobSettings,
  ) {}

  @Post('uploads')
  @RequirePermission('jobs:read')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Upload a file for a job',
    description:
      'The file is the body. Its id goes into the parameters of a job; without one it is removed after a day. Needs the permission of some job type that takes files.',
  })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ standardSchema: uploadResponse })
  async upload(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: uploadQuery }) { name }: z.output<typeof uploadQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadResponse> {
    this.requireSomeUse(principal);
    try {
      return await this.files.store({
        kind: 'upload',
        name,
        mediaType: (request.uploadType ?? '').slice(0, 200),
        createdBy: actorOf(principal).id,
        content: this.checkedContent(request),
      });
    } catch (error) {
      // What is left of the body is not read, so nothing else can come on this connection.
      void reply.header('connection', 'close');
      throw error;
    }
  }

  @Get('jobs/:id/files/:fileId')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'A file that a job took or made' })
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async download(
    @Param({ schema: jobFilePath }) path: z.output<typeof jobFilePath>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = (await this.reads.files(path.id)).find(({ id }) => id === path.fileId);
    if (file === undefined) throw uploadNotFound(path.fileId);
    await reply
      // Never shown by the browser: what is in it came from somewhere else.
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', attachment(file.name))
      .header('content-length', file.sizeBytes)
      .header('cache-control', 'no-store')
      .send(Readable.from(this.files.read(file.id)));
  }

  private checkedContent(request: FastifyRequest): AsyncIterable<Uint8Array> {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > this.settings.JOB_UPLOAD_BYTES_MAX) {
      throw new DomainError({
        code: 'payload-too-large',
        kind: 'invalid',
        message: `A file may have ${this.settings.JOB_UPLOAD_BYTES_MAX} bytes (JOB_UPLOAD_BYTES_MAX), this one has ${announced}; split it.`,
      });
    }
    return request.body as AsyncIterable<Uint8Array>;
  }

  private requireSomeUse(principal: Principal): void {
    const takers = this.types.all().filter((type) => uploadParameters(type).length > 0);
    if (takers.some(mayActOn(principal))) return;
    const permissions = [...new Set(takers.map(({ permission }) => permission))].join(', ');
    throw new DomainError({
      code: 'forbidden',
      kind: 'forbidden',
      message: `Uploading needs the permission of a job type that takes files: ${permissions || 'none does'}.`,
    });
  }
}

/** RFC 6266 with the extended form of RFC 5987, for names in any script. */
function attachment(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const extended = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`;
}
