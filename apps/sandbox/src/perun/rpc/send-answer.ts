import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../faults/fault-plan.js';
import { htmlErrorPage } from './html-pages.js';
import { jsonChunks, type Format } from './serializer.js';
import type { Wire } from './wire.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const JSONP_TYPE = 'text/javascript; charset=utf-8';
const DRIP_PIECES = 20;
const DEFAULT_DRIP_MS = 1_000;

type Headers = Readonly<Record<string, string | string[]>>;

/** How an answer goes out: headers beside the type, and the faults that hit it. */
export interface Delivery {
  readonly headers: Headers;
  readonly faults: readonly Fault[];
}

/** Sends a page of the container or the front end. */
export function sendHtml(
  response: ServerResponse,
  status: number,
  title: string,
  headers: Headers = {},
): void {
  const page = htmlErrorPage(status, title);
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=iso-8859-1',
      'content-length': Buffer.byteLength(page),
      ...headers,
    })
    .end(page);
}

/** Sends plain text with status 200. */
export function sendText(response: ServerResponse, text: string, delivery: Delivery): void {
  response
    .writeHead(200, { 'content-type': 'text/plain; charset=utf-8', ...delivery.headers })
    .end(text);
}

/** Sends an answer or an error in the format of the call; a long list goes out while it is made. */
export async function sendJson(
  response: ServerResponse,
  content: {
    readonly status: number;
    readonly format: Format;
    readonly callback: string;
    readonly answer: Wire;
  },
  delivery: Delivery,
): Promise<void> {
  const isJsonp = content.format === 'jsonp';
  const chunks = isJsonp
    ? [`${content.callback}(`, ...jsonChunks(content.answer, content.format), ');']
    : jsonChunks(content.answer, content.format);
  const headers = { 'content-type': isJsonp ? JSONP_TYPE : JSON_TYPE, ...delivery.headers };
  const [first] = delivery.faults.filter(
    ({ kind }) => kind === 'truncated' || kind === 'slow-drip',
  );
  if (first === undefined) {
    await stream(response, content.status, headers, chunks);
    return;
  }
  // Bytes, so that a cut may go through a character as it does on a real line.
  const whole = Buffer.from([...chunks].join(''));
  if (first.kind === 'truncated') {
    const half = whole.subarray(0, Math.floor(whole.length / 2));
    response.writeHead(content.status, headers).end(half);
    return;
  }
  await drip(response.writeHead(content.status, headers), whole, first.latencyMs);
}

async function stream(
  response: ServerResponse,
  status: number,
  headers: Headers,
  chunks: Iterable<string>,
): Promise<void> {
  let held: string | undefined;
  for (const chunk of chunks) {
    if (held !== undefined) {
      if (!response.headersSent) response.writeHead(status, headers);
      if (!response.write(held) && !response.destroyed) await drained(response);
      if (response.destroyed) return;
    }
    held = chunk;
  }
  const last = held ?? '';
  if (!response.headersSent) {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(last) });
  }
  response.end(last);
}

/** Resolves when the client has taken what was written, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

async function drip(response: ServerResponse, whole: Buffer, durationMs = DEFAULT_DRIP_MS) {
  const size = Math.max(1, Math.ceil(whole.length / DRIP_PIECES));
  for (let at = 0; at < whole.length; at += size) {
    if (response.destroyed) return;
    response.write(whole.subarray(at, at + size));
    await delay(durationMs / DRIP_PIECES, undefined, { ref: false });
  }
  response.end();
}
