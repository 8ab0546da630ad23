import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { publicRule } from './route-rule.js';

/** Paths that belong to machines: an unknown one is a problem document, never the web application. */
const MACHINE_PATH = /^\/(api|health|metrics|ping|write|assets|problems)(\/|$)/;
const YEAR_SECONDS = 31_536_000;

/** The single page, for every address that the web application routes itself. */
export interface WebFiles {
  /** Answers with the page where the request is a browser's navigation; false = not ours. */
  sendPage(request: FastifyRequest, reply: FastifyReply): boolean;
}

/**
 * Serves the built web application: files with a hash in their name for a year, the page itself never
 * from cache. `.br` and `.gz` files beside the originals are used where the browser takes them.
 *
 * @throws Error naming the folder where it holds no `index.html`
 */
export async function serveWebFiles(server: FastifyInstance, folder: string): Promise<WebFiles> {
  const root = path.resolve(folder);
  const page = await readFile(path.join(root, 'index.html')).catch((cause: unknown) => {
    throw new Error(`WEB_DIST: ${root} holds no index.html. Build the web application first.`, {
      cause,
    });
  });
  const etag = `"${createHash('sha256').update(page).digest('base64url').slice(0, 27)}"`;
  await server.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, rule: publicRule };
    });
    await scope.register(fastifyStatic, {
      root,
      wildcard: false,
      index: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (response, filePath) => {
        const isHashed = path.relative(root, filePath).startsWith(`assets${path.sep}`);
        void response.header(
          'cache-control',
          isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
        );
      },
    });
  });
  return {
    sendPage(request, reply) {
      if (!isNavigation(request)) return false;
      void reply.header('cache-control', 'no-cache').header('etag', etag);
      if (request.headers['if-none-match'] === etag) void reply.status(304).send();
      else void reply.type('text/html; charset=utf-8').send(page);
      return true;
    },
  };
}

function isNavigation(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const [pathname = ''] = request.url.split('?', 1);
  const accept = request.headers.accept ?? '*/*';
  return !MACHINE_PATH.test(pathname) && (accept.includes('text/html') || accept.includes('*/*'));
}
