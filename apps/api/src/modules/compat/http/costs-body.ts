import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance } from 'fastify';

export const COSTS_ROUTES = ['/api/costs_per_hour', '/compat/v2/api/costs_per_hour'] as const;
/** A question for costs names a handful of metrics. */
const BODY_BYTES_MAX = 64 * 1024;
const COSTS_TYPE = 'application/x-os-credits-costs';

/**
 * Hands the body of a question for costs over as text: os_credits took JSON under any content type, and
 * told `2.0` from `2`, which a parsed body cannot.
 */
@Injectable()
export class CostsBody implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    const routes: ReadonlySet<string> = new Set(COSTS_ROUTES);
    server.addHook('preParsing', (request, _reply, payload, done) => {
      const { url } = request.routeOptions;
      if (url !== undefined && routes.has(url)) request.raw.headers['content-type'] = COSTS_TYPE;
      done(null, payload);
    });
    server.addContentTypeParser(
      COSTS_TYPE,
      { parseAs: 'string', bodyLimit: BODY_BYTES_MAX },
      (_request, body, done) => {
        done(null, body);
      },
    );
  }
}
