import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance } from 'fastify';

export const UPLOAD_ROUTE = '/api/uploads';
const UPLOAD_TYPE = 'application/x-os-credits-upload';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the sender said of an uploaded file. */
    uploadType?: string;
  }
}

/** Hands uploaded files to their controller as a stream, whatever type they announce, JSON included. */
@Injectable()
export class UploadBodies implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('preParsing', (request, _reply, payload, done) => {
      if (request.routeOptions.url === UPLOAD_ROUTE && request.method === 'POST') {
        request.uploadType = request.headers['content-type'] ?? 'application/octet-stream';
        request.raw.headers['content-type'] = UPLOAD_TYPE;
      }
      done(null, payload);
    });
    server.addContentTypeParser(UPLOAD_TYPE, (_request, payload, done) => {
      done(null, payload);
    });
  }
}
