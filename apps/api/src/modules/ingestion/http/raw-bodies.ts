import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { INGESTION_SETTINGS, type IngestionSettings } from '../../../platform/config/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { ByteBudget } from './byte-budget.js';
import { isProtobuf, remoteWriteVersion } from './remote-write.js';

/** Where bodies are taken as they come, whatever type they announce. */
const REMOTE_WRITE_ROUTE = '/api/v1/write';
const LINE_ROUTES = new Set(['/write', '/api/v2/write']);

/** Requests of the largest size whose bodies may be in memory at a time. */
const LARGEST_BODIES_MAX = 6;
const WAITING_MAX = 512;
/** A sender that is slower than this holds room that others wait for. */
const BODY_MS_MAX = 60_000;

/**
 * Hands bodies to the write controllers as they came: line protocol arrives as `text/plain`, as
 * `application/octet-stream` and with an empty type (InfluxDB's subscriber), and its bytes must not be
 * decoded. A body is read only when there is room for it; until then it stays in the sender's socket.
 */
@Injectable()
export class RawBodies implements OnModuleInit {
  private readonly budget: ByteBudget;

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(INGESTION_SETTINGS) private readonly settings: IngestionSettings,
  ) {
    const bytesMax = settings.INGEST_BODY_BYTES_MAX * LARGEST_BODIES_MAX;
    this.budget = new ByteBudget(bytesMax, WAITING_MAX);
  }

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    const options = { parseAs: 'buffer' as const, bodyLimit: this.settings.INGEST_BODY_BYTES_MAX };
    server.addHook('preParsing', async (request, reply, payload) => {
      if (!isRaw(request)) return payload;
      negotiate(request);
      await this.waitForRoom(request, reply);
      return payload;
    });
    server.removeContentTypeParser('text/plain');
    server.addContentTypeParser('*', options, (request, body, done) => {
      if (isRaw(request)) done(null, body);
      else done(unknownType(request.headers['content-type']));
    });
  }

  private async waitForRoom(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const bytesMax = this.settings.INGEST_BODY_BYTES_MAX;
    const isChunked = request.headers['transfer-encoding'] !== undefined;
    const announced = Number(request.headers['content-length'] ?? (isChunked ? bytesMax : 0));
    // Larger ones are refused before a byte is read.
    if (!(announced > 0) || announced > bytesMax) return;
    const release = await this.budget.take(announced);
    if (reply.raw.destroyed || reply.raw.closed) {
      release();
      return;
    }
    const timer = setTimeout(() => request.raw.destroy(), BODY_MS_MAX);
    request.raw.once('end', () => {
      clearTimeout(timer);
    });
    reply.raw.once('close', () => {
      clearTimeout(timer);
      release();
    });
  }
}

function isRaw(request: FastifyRequest): boolean {
  const { url } = request.routeOptions;
  return url !== undefined && (url === REMOTE_WRITE_ROUTE || LINE_ROUTES.has(url));
}

/**
 * Line protocol has no content type of its own, so what is not protobuf is taken as bytes; a remote_write
 * request of the wrong type is refused unread.
 *
 * @throws DomainError `unsupported-media-type`
 */
function negotiate(request: FastifyRequest): void {
  const { headers } = request.raw;
  if (request.routeOptions.url === REMOTE_WRITE_ROUTE) {
    remoteWriteVersion(headers['content-type'], headers['content-encoding']);
  } else if (!isProtobuf(headers['content-type'])) {
    delete headers['content-type'];
  }
}

function unknownType(contentType: string | undefined): DomainError {
  return new DomainError({
    code: 'unsupported-media-type',
    kind: 'invalid',
    message: `Content-Type "${(contentType ?? '').slice(0, 80)}" is not taken here; send application/json.`,
  });
}
