import { createServer, type IncomingMessage } from 'node:http';
import { uncompressSync } from 'snappy';

/** How the product is to answer one request. */
export interface PlannedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request that arrived: its headers, and its body after decompression. */
export interface ReceivedWrite {
  readonly headers: IncomingMessage['headers'];
  readonly path: string;
  readonly body: Buffer;
}

/**
 * Stands where the product stands: a real HTTP server that answers as planned (204 when the plan is
 * used up) and remembers what it was sent.
 */
export class RecordingProduct {
  readonly received: ReceivedWrite[] = [];
  readonly plan: PlannedAnswer[] = [];
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.from(uncompressSync(Buffer.concat(chunks), { asBuffer: true }));
      this.received.push({ headers: request.headers, path: request.url ?? '', body });
      const { status, headers, body: text } = this.plan.shift() ?? { status: 204 };
      response.writeHead(status, headers).end(text);
    });
  });

  listen(port: number): Promise<void> {
    return new Promise((resolve) => this.server.listen(port, '127.0.0.1', () => resolve()));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
