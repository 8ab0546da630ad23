import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Connect, type Plugin } from 'vite';
import { getResponse } from 'msw';
import { handlers } from '../src/testing/handlers.js';

/**
 * Answers `/api` from the test handlers (`--mode mock`), for work on screens without a back end.
 * It runs in the Vite server, so nothing of it can reach a production bundle.
 */
export function mockApi(): Plugin {
  return {
    name: 'os-credits:mock-api',
    configureServer: (server) => {
      server.middlewares.use(answer);
    },
    configurePreviewServer: (server) => {
      server.middlewares.use(answer);
    },
  };
}

const answer: Connect.NextHandleFunction = (request, response, next) => {
  if (!request.url?.startsWith('/api/')) {
    next();
    return;
  }
  void respond(request, response).catch(next);
};

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  const method = request.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? null : await bodyOf(request);
  const answered = await getResponse(handlers, new Request(url, { method, headers, body }));
  response.statusCode = answered?.status ?? 404;
  answered?.headers.forEach((value, name) => response.setHeader(name, value));
  response.end(answered ? Buffer.from(await answered.arrayBuffer()) : 'no handler');
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of request as AsyncIterable<Uint8Array>) pieces.push(piece);
  return Uint8Array.from(Buffer.concat(pieces));
}
