import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, FaultPlan } from '../faults/fault-plan.js';
import type { Attributes } from '../state/attributes.js';
import type { Perun } from '../state/perun.js';
import { AnswerTimes } from './answer-times.js';
import type { Arguments } from './arguments.js';
import type { CallLog } from './call-log.js';
import { authenticate, challengeOf, type FrontEndAccount } from './front-end.js';
import { demandSecondFactor, performCall, readArguments } from './perform-call.js';
import { PerunError, uncaughtError } from './perun-error.js';
import {
  parseMethodTarget,
  parseRpcUrl,
  type MethodTarget,
  type RpcUrl,
} from './request-target.js';
import { sendHtml, sendJson, sendText, type Delivery } from './send-answer.js';
import { Sessions } from './sessions.js';
import type { Format } from './serializer.js';
import type { Wire } from './wire.js';

const BODY_BYTES_MAX = 64 * 1024 * 1024;
const KEEP_ALIVE_MS = 60_000;

/** What can be set while the server runs. */
export interface RpcSettings {
  /** How long every answer takes from the arrival of its request, in milliseconds. */
  latencyMs: number;
  /** Asks administrators for a second factor. */
  enforceMfa: boolean;
  /** Demands the CSRF cookie and header of every POST and PUT. */
  csrf: boolean;
  /** Origins that get CORS headers. */
  allowedOrigins: readonly string[];
}

/** What the server works with. */
export interface RpcContext {
  readonly perun: Perun;
  readonly attributes: Attributes;
  readonly faults: FaultPlan;
  readonly calls: CallLog;
  readonly settings: RpcSettings;
  accounts(): readonly FrontEndAccount[];
  /** Answers what lies outside of the RPC path; `false` when there is nothing. */
  outside(request: IncomingMessage, body: string, response: ServerResponse): boolean;
}

/** A web server that speaks Perun's RPC at `/{auth}/rpc`. It does not listen yet. */
export function createRpcServer(context: RpcContext): Server {
  const requests = new RequestDesk(context);
  const server = createServer((request, response) => {
    requests.answer(request, response).catch(() => {
      // The only errors that come here are those of a connection that is gone.
      response.destroy();
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

class RequestDesk {
  private readonly sessions = new Sessions();
  private readonly times = new AnswerTimes();

  constructor(private readonly context: RpcContext) {}

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrivedMs = performance.now();
    const url = parseRpcUrl(request.url ?? '/');
    const body = await readBody(request);
    if (url === undefined) {
      if (!this.context.outside(request, body, response)) sendHtml(response, 404, 'Not Found');
      return;
    }
    const verb = request.method ?? 'GET';
    if (verb === 'OPTIONS') {
      response.writeHead(204, this.corsHeaders(request)).end();
      return;
    }
    if (!['GET', 'POST', 'PUT'].includes(verb)) {
      sendHtml(response, 405, 'Method Not Allowed');
      return;
    }
    await this.answerRpc({ request, response, url, verb, body, arrivedMs });
  }

  private async answerRpc(exchange: Exchange): Promise<void> {
    const { request, response, url, verb } = exchange;
    const { faults, settings, calls, perun } = this.context;
    const method = methodNameOf(url);
    const read = readCall(exchange);
    const params = 'args' in read ? read.args.plain() : {};
    const due = faults.take(method, params);
    const caller = authenticate(perun.state, this.context.accounts(), {
      prefix: url.prefix,
      headers: request.headers,
    });
    const at = perun.instance.nowMs();
    const login = caller?.login ?? null;
    calls.note({ method, verb, params, login, at });
    const latencyMs = settings.latencyMs + extraMs(due);
    const dueMs = latencyMs === 0 ? null : exchange.arrivedMs + latencyMs;
    if (dueMs !== null) await this.until(dueMs);
    if (has(due, 'reset-before')) {
      request.socket.resetAndDestroy();
      return;
    }
    if (caller === undefined || has(due, 'unauthorized')) {
      sendHtml(response, 401, 'Unauthorized', { 'www-authenticate': challengeOf(url.prefix) });
      return;
    }
    const session = this.sessions.of(request.headers.cookie, `${url.prefix}/${caller.login}`);
    if (settings.csrf && verb !== 'GET' && url.prefix !== 'oauth') {
      if (!this.sessions.hasCsrfToken(session, request.headers)) {
        sendHtml(response, 403, 'Forbidden');
        return;
      }
    }
    const headers = {
      ...this.sessions.cookies(session, settings.csrf),
      ...this.corsHeaders(request),
    };
    const delivery = { headers, faults: due };
    if (url.pathInfo === '' || url.pathInfo === '/') {
      this.answerVersion(exchange, caller, delivery);
      return;
    }
    await this.answerMethod({ ...exchange, caller, delivery, read, dueMs });
  }

  private async until(dueMs: number): Promise<void> {
    await delay(this.times.waitMs(dueMs, performance.now()), undefined, { ref: false });
  }

  /** `GET {base}/`: always status 200, told by the first word. */
  private answerVersion({ response }: Exchange, caller: Caller, delivery: Delivery): void {
    const { version } = this.context.perun.instance;
    if (has(delivery.faults, 'internal-server-error')) {
      sendHtml(response, 500, 'Internal Server Error');
      return;
    }
    const text = has(delivery.faults, 'mfa')
      ? 'ERROR! Exception Multi-factor authentication is required\n'
      : `OK! Version: ${version}, User: ${caller.login}, extSource: ${caller.extSourceName}\n`;
    sendText(response, text, delivery);
  }

  private async answerMethod(exchange: MethodExchange): Promise<void> {
    const { read, response, url, delivery } = exchange;
    const { format } = read;
    const callback = url.query.get('callback') ?? 'callback';
    let status = 200;
    let answer: Wire;
    try {
      answer = this.perform(exchange);
    } catch (error) {
      const fault = error instanceof PerunError ? error : uncaughtError(className(error));
      answer = fault.body(this.context.perun.instance.nowMs());
      // The browser runs a JSONP answer only with status 200, so errors have it too.
      status = format === 'jsonp' ? 200 : fault.status;
    }
    if (has(delivery.faults, 'reset-after')) {
      exchange.request.socket.resetAndDestroy();
      return;
    }
    if (exchange.dueMs !== null) this.times.noteReady(exchange.dueMs, performance.now());
    await sendJson(response, { status, format, callback, answer }, delivery);
  }

  private perform({ read, verb, caller, delivery }: MethodExchange): Wire {
    if ('error' in read) throw read.error;
    const { attributes, perun, settings } = this.context;
    demandSecondFactor(caller, settings.enforceMfa);
    const { target, args } = read;
    const { faults } = delivery;
    return performCall(perun, attributes, { target, verb, args, caller, faults });
  }

  private corsHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
    const { origin } = headers;
    if (origin === undefined || !this.context.settings.allowedOrigins.includes(origin)) return {};
    return {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'Authorization, Content-Type',
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    };
  }
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: RpcUrl;
  readonly verb: string;
  readonly body: string;
  /** When the request was there, on the clock of `performance`. */
  readonly arrivedMs: number;
}

type Caller = NonNullable<ReturnType<typeof authenticate>>;

interface MethodExchange extends Exchange {
  readonly caller: Caller;
  readonly delivery: Delivery;
  readonly read: ReadCall;
  /** When the answer is due; null: at once. */
  readonly dueMs: number | null;
}

/** `manager.method` for the log and the faults, whatever the format. */
function methodNameOf({ pathInfo }: RpcUrl): string {
  const [, manager, method] = pathInfo.split('/').filter((piece) => piece !== '');
  if (manager === undefined) return 'base.version';
  return `${manager}.${(method ?? '').replace(/BodyParams$/, '')}`;
}

/** Method and parameters of a request, or what is wrong with them. */
type ReadCall =
  | { readonly format: Format; readonly target: MethodTarget; readonly args: Arguments }
  | { readonly format: Format; readonly error: PerunError };

/** Both are read before the caller's rights are looked at, as in Perun. */
function readCall({ verb, url, body }: Exchange): ReadCall {
  let format: Format = 'json';
  try {
    const target = parseMethodTarget(url.pathInfo);
    format = target.format;
    return { format, target, args: readArguments(target, verb, url.query, body) };
  } catch (error) {
    if (!(error instanceof PerunError)) throw error;
    return { format, error };
  }
}

/** What faults add to the latency. */
function extraMs(faults: readonly Fault[]): number {
  return faults
    .filter(({ kind }) => kind === 'latency')
    .reduce((sum, fault) => sum + (fault.latencyMs ?? 1_000), 0);
}

function has(faults: readonly Fault[], kind: Fault['kind']): boolean {
  return faults.some((fault) => fault.kind === kind);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function className(error: unknown): string {
  return error instanceof Error ? error.name : 'RuntimeException';
}
