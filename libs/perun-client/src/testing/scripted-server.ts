import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly verb: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the server does with one request. */
export type Reply = (response: ServerResponse, request: ReceivedRequest) => void;

const JSON_TYPE = 'application/json; charset=utf-8';

/** Answers with the value as JSON. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return raw(JSON.stringify(value), { status, headers });
}

/** Answers with exactly this text. */
export function raw(
  body: string | Buffer,
  options: { status?: number; headers?: Record<string, string | string[]> } = {},
): Reply {
  return (response) => {
    response.writeHead(options.status ?? 200, { 'content-type': JSON_TYPE, ...options.headers });
    response.end(body);
  };
}

/** Breaks the connection instead of answering. */
export const reset: Reply = (response) => {
  response.socket?.resetAndDestroy();
};

/** Never answers. */
export const silence: Reply = () => undefined;

/** Begins to answer, and never ends. */
export const drip: Reply = (response) => {
  response.writeHead(200, { 'content-type': JSON_TYPE });
  response.write('{"id":');
};

/** Promises more bytes than it sends, then closes. */
export const shortOfLength: Reply = (response) => {
  response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': '1000' });
  response.write('{"id":1', () => response.destroy());
};

/** A server on a free port of this machine that replies by a script; the last reply repeats. */
export class ScriptedServer {
  readonly #server: Server;
  readonly #replies: Reply[];
  readonly requests: ReceivedRequest[] = [];
  connections = 0;
  /** Resolves when a client gives a request up before it was answered. */
  readonly gaveUp: Promise<void>;

  private constructor(replies: readonly Reply[]) {
    this.#replies = [...replies];
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.gaveUp = promise;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      response.on('close', () => {
        if (!response.writableFinished) resolve(undefined);
      });
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method: verb = '', url: path = '', headers } = request;
        const received = { verb, path, headers, body: Buffer.concat(chunks).toString('utf8') };
        this.requests.push(received);
        const [next, ...later] = this.#replies;
        if (later.length > 0) this.#replies.shift();
        next?.(response, received);
      });
    });
    this.#server.on('connection', () => {
      this.connections += 1;
    });
  }

  static async start(...replies: readonly Reply[]): Promise<ScriptedServer> {
    const server = new ScriptedServer(replies);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    if (this.#server.listening) await once(this.#server, 'close');
  }
}
