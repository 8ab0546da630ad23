import { Controller, Headers, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  parseLineProtocol,
  parsePrecision,
  type Precision,
  type ReadingBatch,
} from '@os-credits/usage-wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../../platform/clock/index.js';
import {
  CREDITS_SETTINGS,
  INGESTION_SETTINGS,
  type CreditsSettings,
  type IngestionSettings,
} from '../../../platform/config/index.js';
import { IngestToken } from '../../../platform/http/index.js';
import { DomainError, invalidRequest } from '../../../platform/problems/index.js';
import { CurrentIngestToken, type AccessToken } from '../../auth/index.js';
import type { KnownSeries } from '../application/ingestion.ports.js';
import { acceptedTimes } from '../application/accepted-times.js';
import {
  ReceiveReadings,
  type Received,
  type Sender,
} from '../application/receive-readings.use-case.js';
import { SeriesRegistry } from '../application/series-registry.js';
import { BadEncoding, gunzip, unsnappy } from './decompress.js';
import { InTurn } from './in-turn.js';
import {
  isProtobuf,
  parseRemoteWrite,
  readable,
  remoteWriteVersion,
  type RemoteWriteVersion,
} from './remote-write.js';
import { influxError, partialWrite, writtenHeaders } from './write-answers.js';
import { wireOptions } from './wire-options.js';

/** Requests that hold a decompressed body at a time: two of the largest fit beside the rest of the process. */
const BODIES_MAX = 2;
const WAITING_MAX = 512;
const EXCERPT_BYTES = 512;

/** The three write protocols. What is answered when is written down in docs/ingestion.md. */
@ApiTags('Ingestion')
@Controller()
export class IngestionController {
  private readonly inTurn = new InTurn(BODIES_MAX, WAITING_MAX);

  constructor(
    private readonly receive: ReceiveReadings,
    private readonly registry: SeriesRegistry,
    private readonly clock: Clock,
    @Inject(INGESTION_SETTINGS) private readonly settings: IngestionSettings,
    @Inject(CREDITS_SETTINGS) private readonly credits: CreditsSettings,
  ) {}

  /** Prometheus remote_write 1.0 and 2.0. 204 once every reading is durable, 400 where some were quarantined. */
  @Post('api/v1/write')
  @IngestToken()
  @HttpCode(204)
  @ApiOperation({ summary: 'Prometheus remote_write 1.0 and 2.0: snappy block format, protobuf' })
  async remoteWrite(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentIngestToken() token: AccessToken,
    @Headers('content-type') contentType?: string,
    @Headers('content-encoding') contentEncoding?: string,
  ): Promise<unknown> {
    const version = remoteWriteVersion(contentType, contentEncoding);
    const sender = toSender(token, `remote-write-${version}`);
    void reply.headers(writtenHeaders(version, 0));
    const received = await this.take(sender, bodyOf(request), (body) => {
      const raw = unsnappy(body, this.settings.INGEST_DECOMPRESSED_BYTES_MAX);
      return parseRemoteWrite(version, raw, this.options());
    });
    void reply.headers(writtenHeaders(version, received.acceptedCount + received.ignoredCount));
    if (received.quarantined.length === 0) return undefined;
    throw partialRemoteWrite(version, received);
  }

  /** InfluxDB 1.x line protocol; with a protobuf content type it is remote_write, as promscale served it here. */
  @Post('write')
  @IngestToken()
  @HttpCode(204)
  @ApiOperation({
    summary: 'InfluxDB 1.x line protocol; remote_write with a protobuf content type',
  })
  async write(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentIngestToken() token: AccessToken,
    @Query() query: Record<string, unknown>,
    @Headers('content-type') contentType?: string,
    @Headers('content-encoding') contentEncoding?: string,
  ): Promise<unknown> {
    if (isProtobuf(contentType))
      return this.remoteWrite(request, reply, token, contentType, contentEncoding);
    return this.lineProtocol({ request, reply, token, query, contentEncoding, wire: 'influxdb-1' });
  }

  /** InfluxDB 2.x line protocol. */
  @Post('api/v2/write')
  @IngestToken()
  @HttpCode(204)
  @ApiOperation({ summary: 'InfluxDB 2.x line protocol, as Telegraf sends it' })
  async writeV2(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentIngestToken() token: AccessToken,
    @Query() query: Record<string, unknown>,
    @Headers('content-encoding') contentEncoding?: string,
  ): Promise<unknown> {
    return this.lineProtocol({ request, reply, token, query, contentEncoding, wire: 'influxdb-2' });
  }

  private async lineProtocol(input: {
    request: FastifyRequest;
    reply: FastifyReply;
    token: AccessToken;
    query: Record<string, unknown>;
    contentEncoding: string | undefined;
    wire: 'influxdb-1' | 'influxdb-2';
  }): Promise<unknown> {
    const precision = precisionOf(input.query['precision']);
    const isGzip = gzipOrPlain(input.contentEncoding);
    const received = await this.take(
      toSender(input.token, input.wire),
      bodyOf(input.request),
      async (body) => {
        const raw = isGzip ? await gunzip(body, this.settings.INGEST_DECOMPRESSED_BYTES_MAX) : body;
        const options = {
          ...this.options(),
          precision,
          receivedAtMicros: this.clock.now().getTime() * 1000,
          field: this.settings.INGEST_VALUE_FIELD,
        };
        return readable(() => parseLineProtocol(raw, options));
      },
    );
    if (received.quarantined.length === 0) return undefined;
    const message = partialWrite(received, 'line');
    void input.reply.status(400).header('x-influxdb-error', message);
    return influxError(input.wire, message);
  }

  /** Decompresses and parses in turn, then stores; a body that is not in its format is quarantined as an excerpt. */
  private async take(
    sender: Sender,
    body: Buffer,
    parse: (body: Buffer) => ReadingBatch<KnownSeries> | Promise<ReadingBatch<KnownSeries>>,
  ): Promise<Received> {
    await this.receive.admit();
    try {
      return await this.inTurn.run(async () => this.receive.execute(await parse(body), sender));
    } catch (error) {
      const isRefused = error instanceof DomainError && error.code === 'malformed-body';
      if (!isRefused && !(error instanceof BadEncoding)) throw error;
      await this.receive.quarantineBody(sender, error.message, excerptOf(body));
      if (isRefused) throw error;
      throw new DomainError({
        code: 'malformed-body',
        kind: 'invalid',
        message: `Nothing was stored: ${error.message}. An excerpt is in quarantine.`,
      });
    }
  }

  private options() {
    return wireOptions(
      this.settings,
      this.registry,
      acceptedTimes(this.clock.now(), { ...this.settings, ...this.credits }),
    );
  }
}

function partialRemoteWrite(version: RemoteWriteVersion, received: Received): DomainError {
  return new DomainError({
    code: 'readings-quarantined',
    kind: 'invalid',
    message: `remote_write ${version}: ${partialWrite(received, 'series')}`,
  });
}

function toSender(token: AccessToken, wire: string): Sender {
  return { tokenId: token.id, siteNames: token.siteNames, wire };
}

function bodyOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function precisionOf(parameter: unknown): Precision {
  const precision =
    parameter === undefined || typeof parameter === 'string'
      ? parsePrecision(parameter)
      : undefined;
  if (precision !== undefined) return precision;
  throw invalidRequest([
    {
      pointer: '/query/precision',
      code: 'unknown-precision',
      detail: 'must be one of n, ns, u, µ, us, ms, s, m, h',
    },
  ]);
}

function gzipOrPlain(contentEncoding: string | undefined): boolean {
  const encoding = (contentEncoding ?? 'identity').trim().toLowerCase();
  if (encoding === 'gzip') return true;
  if (encoding === 'identity' || encoding === '') return false;
  throw new DomainError({
    code: 'unsupported-media-type',
    kind: 'invalid',
    message: `Content-Encoding "${encoding.slice(0, 40)}" is not supported here; send gzip or nothing.`,
  });
}

function excerptOf(body: Buffer): string {
  const more = body.length > EXCERPT_BYTES ? ` … (${body.length} bytes)` : '';
  return `hex ${body.subarray(0, EXCERPT_BYTES).toString('hex')}${more}`;
}
