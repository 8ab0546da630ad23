import Fastify, { type FastifyInstance } from 'fastify';
import type { Site } from '../cloud/sites.js';
import type { World } from '../cloud/world.js';
import { CONTENT_TYPES, exposition, type ExpositionFormat } from './exposition.js';

/** The usage exporter of one site: the metrics at `/` and at `/metrics`. */
export function createExporterServer(
  world: World,
  site: Site,
  nowMs: () => number,
): FastifyInstance {
  const server = Fastify();
  for (const path of ['/', '/metrics']) {
    server.get(path, (request, reply) => {
      const format = formatFor(request.headers.accept);
      return reply
        .header('content-type', CONTENT_TYPES[format])
        .send(exposition(world, site, nowMs(), format));
    });
  }
  return server;
}

function formatFor(accept: string | undefined): ExpositionFormat {
  return accept?.includes('application/openmetrics-text') === true ? 'openmetrics' : 'prometheus';
}
