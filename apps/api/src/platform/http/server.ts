import { randomUUID } from 'node:crypto';
import { type Socket } from 'node:net';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteOptions,
} from 'fastify';
import { type HttpSettings } from '../config/index.js';
import { type Metrics } from '../metrics/index.js';
import { DomainError, sendProblem } from '../problems/index.js';
import { type RequestGate } from './request-gate.js';
import { publicRule } from './route-rule.js';
import { RouteTable } from './route-table.js';
import { serveWebFiles, type WebFiles } from './web-files.js';

const JSON_BODY_BYTES_MAX = 1024 * 1024;

/** Routes that libraries register without a rule of ours; all of them only show the documentation. */
const DOCUMENTATION_ROUTE = /^\/api\/docs(-json|-yaml)?(\/|$)/;

/** What the server learns from the application once that exists. */
export interface ServerParts {
  gate: RequestGate | null;
  metrics: Metrics | null;
  web: WebFiles | null;
}

export interface HttpServer {
  readonly adapter: FastifyAdapter;
  readonly routes: RouteTable;
  /** Set by `createHttpApp`; until then every request is turned away. */
  readonly parts: ServerParts;
}

/** The Fastify server under the application: security headers, cookies, gate, timings, web files. */
export async function createServer(settings: HttpSettings): Promise<HttpServer> {
  const adapter = new FastifyAdapter({
    genReqId: () => randomUUID(),
    bodyLimit: JSON_BODY_BYTES_MAX,
    routerOptions: { maxParamLength: 1024 },
    frameworkErrors: sendProblem,
    rewriteUrl: ({ url = '/' }) => withoutTrailingSlash(url),
    ...(settings.TRUSTED_PROXIES === undefined
      ? {}
      : { trustProxy: settings.TRUSTED_PROXIES.split(',').map((entry) => entry.trim()) }),
  });
  const server: FastifyInstance = adapter.getInstance<FastifyInstance>();
  const routes = new RouteTable();
  const parts: ServerParts = { gate: null, metrics: null, web: null };
  server.addHook('onRoute', (route: RouteOptions) => {
    if (DOCUMENTATION_ROUTE.test(route.url)) route.config = { ...route.config, rule: publicRule };
    routes.add(route);
  });
  server.addHook('onRequest', async (request, reply) => {
    // The log middleware takes the id from here, so that log and problem document name the same one.
    Object.assign(request.raw, { id: request.id });
    void reply.header('x-request-id', request.id);
  });
  await server.register(fastifyHelmet, {
    contentSecurityPolicy: contentSecurity(settings),
    strictTransportSecurity: settings.PUBLIC_URL.startsWith('https:'),
  });
  await server.register(fastifyCookie);
  server.addHook('onRequest', (request, reply) => admit(request, reply, routes, parts));
  server.addHook('onResponse', async (request, reply) => {
    parts.metrics?.requestSeconds.observe(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: String(reply.statusCode),
      },
      reply.elapsedTime / 1000,
    );
  });
  closeConnectionsWhenStopping(server);
  if (settings.WEB_DIST !== undefined) parts.web = await serveWebFiles(server, settings.WEB_DIST);
  return { adapter, routes, parts };
}

const ADDRESSES_OF_OS_CREDITS =
  /^\/(?:public|secure|compat|credits_history|api\/(?:metrics|costs_per_hour|credits_history|current_credits))\//;

/**
 * Clients of os_credits and its neighbours write these addresses with a slash at their end, which Nest's
 * routes cannot have. They are answered without a redirect, because not every client follows one.
 */
function withoutTrailingSlash(url: string): string {
  if (!ADDRESSES_OF_OS_CREDITS.test(url)) return url;
  return url.replace(/^([^?]*[^/?])\/(?=\?|$)/, '$1');
}

/**
 * Requests under way when the server stops are the last ones of their connections. Otherwise a client that
 * keeps its connection would keep the process for as long.
 *
 * Connections that never asked anything are cut: Node counts them as busy and would wait for their first
 * request for a minute. Go's HTTP client (InfluxDB, Prometheus) and browsers open such spares.
 */
function closeConnectionsWhenStopping(server: FastifyInstance): void {
  let isStopping = false;
  const unused = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    if (isStopping) socket.destroy();
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.server.on('request', (request) => unused.delete(request.socket));
  server.addHook('preClose', (done) => {
    isStopping = true;
    for (const socket of unused) socket.destroy();
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (isStopping) void reply.header('connection', 'close');
    done();
  });
}

async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  routes: RouteTable,
  parts: ServerParts,
): Promise<unknown> {
  if (request.is404) {
    if (parts.web?.sendPage(request, reply) === true) return reply;
    throw noRoute(request, reply, routes);
  }
  const { rule } = request.routeOptions.config;
  if (rule === undefined || parts.gate === null) {
    throw new DomainError({
      code: 'forbidden',
      kind: 'forbidden',
      message: 'This address has no access rule, so nobody may use it.',
    });
  }
  await parts.gate.admit(request, rule);
  return undefined;
}

function noRoute(request: FastifyRequest, reply: FastifyReply, routes: RouteTable): DomainError {
  const [path = '/'] = request.url.split('?', 1);
  const methods = routes.methodsOf(path);
  if (methods.length === 0) {
    return new DomainError({
      code: 'route-not-found',
      kind: 'not-found',
      message: `Nothing is served at ${path.slice(0, 200)}. The API is described at /api/docs.`,
    });
  }
  void reply.header('allow', methods.join(', '));
  return new DomainError({
    code: 'method-not-allowed',
    kind: 'invalid',
    message: `${path.slice(0, 200)} takes ${methods.join(', ')}, not ${request.method}.`,
  });
}

function contentSecurity(settings: HttpSettings): { directives: Record<string, string[] | null> } {
  return {
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // Component libraries set positions and sizes as style attributes.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      upgradeInsecureRequests: settings.PUBLIC_URL.startsWith('https:') ? [] : null,
    },
  };
}
