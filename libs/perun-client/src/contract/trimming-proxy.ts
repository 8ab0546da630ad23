import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TrimmingProxyOptions {
  /** The server behind, without the prefix. */
  readonly baseUrl: string;
  /** Methods (`groupsManager/getGroups`) that the server is made to lack. */
  readonly missing?: readonly string[];
  /** Methods whose first answer is lost: carried out behind, but the connection then breaks. */
  readonly losing?: readonly string[];
}

/**
 * A Perun with something missing, in front of a real one: an older release, or a line that breaks after
 * the server has done its work. Also counts how many requests are under way at once.
 */
export class TrimmingProxy {
  readonly #server: Server;
  readonly #options: TrimmingProxyOptions;
  readonly #toLose: Set<string>;
  #underWay = 0;
  underWayMax = 0;
  readonly calls: string[] = [];

  private constructor(options: TrimmingProxyOptions) {
    this.#options = options;
    this.#toLose = new Set(options.losing);
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
  }

  static async start(options: TrimmingProxyOptions): Promise<TrimmingProxy> {
    const proxy = new TrimmingProxy(options);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#underWay += 1;
    this.underWayMax = Math.max(this.underWayMax, this.#underWay);
    try {
      const method = /\/json\/(\w+\/\w+)$/.exec(request.url ?? '')?.[1] ?? '';
      this.calls.push(method);
      const body = await bodyOf(request);
      if (this.#options.missing?.includes(method) === true) sayMissing(response, method);
      else await this.#forward({ request, response, body, method });
    } finally {
      this.#underWay -= 1;
    }
  }

  async #forward(turn: {
    request: IncomingMessage;
    response: ServerResponse;
    body: string;
    method: string;
  }): Promise<void> {
    const { request, response, body, method } = turn;
    const headers = new Headers();
    for (const name of ['authorization', 'content-type', 'cookie', 'accept']) {
      const value = request.headers[name];
      if (typeof value === 'string') headers.set(name, value);
    }
    const verb = request.method ?? 'GET';
    const answer = await fetch(`${this.#options.baseUrl}${request.url ?? '/'}`, {
      method: verb,
      headers,
      body: verb === 'GET' ? null : body,
      redirect: 'manual',
    });
    const text = await answer.text();
    if (this.#toLose.delete(method)) {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'text/plain',
      'set-cookie': answer.headers.getSetCookie(),
    });
    response.end(text);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function sayMissing(response: ServerResponse, method: string): void {
  const errorInfo = `${method.replace('/', '.')}()`;
  const body = {
    errorId: '1',
    type: 'UNKNOWN_METHOD',
    errorInfo,
    message: `Error 1: UNKNOWN_METHOD: ${errorInfo}`,
    suppressed: [],
  };
  response.writeHead(400, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
