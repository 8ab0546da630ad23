import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { INGESTION_SETTINGS, type IngestionSettings } from '../../../platform/config/index.js';

/**
 * Hands bodies of every type but JSON to the controllers as they came: line protocol arrives as
 * `text/plain`, as `application/octet-stream` and with an empty type, and its bytes must not be decoded.
 */
@Injectable()
export class RawBodies implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(INGESTION_SETTINGS) private readonly settings: IngestionSettings,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    const options = { parseAs: 'buffer' as const, bodyLimit: this.settings.INGEST_BODY_BYTES_MAX };
    server.removeContentTypeParser('text/plain');
    server.addContentTypeParser('*', options, (_request, body, done) => {
      done(null, body);
    });
  }
}
