import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ControlledPerun } from './controlled-perun.js';
import { controlView, performControl } from './perun-control.js';

const PATH = /^\/control\/perun\/([a-z-]+)$/;

/**
 * Controls on Perun's own port, outside of the RPC path, for tests that start Perun alone: POST with
 * JSON does, GET shows.
 *
 * @returns `false` when the request is for something else
 */
export function answerControl(
  simulator: ControlledPerun,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): boolean {
  const name = PATH.exec(request.url ?? '')?.[1];
  if (name === undefined) return false;
  if (request.headers.origin !== undefined) {
    send(response, 403, { message: 'Pages must not drive Perun; use the sandbox home page.' });
    return true;
  }
  if (request.method === 'POST') {
    const json = parsed(body);
    const answer =
      json === undefined
        ? { status: 400, body: { message: 'The body is no JSON.' } }
        : performControl(simulator, name, json);
    send(response, answer.status, answer.body);
    return true;
  }
  const view = controlView(simulator, name);
  if (view === undefined) return false;
  send(response, 200, view);
  return true;
}

function parsed(body: string): unknown {
  try {
    return body.trim() === '' ? {} : JSON.parse(body);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body));
}
