import { Pool } from 'undici';
import type { ReadBody } from './answer-body.js';
import { AnswerIntake } from './answer-intake.js';
import { CookieJar } from './cookie-jar.js';
import type { SecretHolder } from './credentials.js';
import {
  PerunConnectionError,
  PerunCredentialsError,
  PerunError,
  PerunResponseError,
  PerunTimeoutError,
  type RpcName,
} from './perun-error.js';

export interface HttpAnswer extends ReadBody {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: number;
  readonly retryAfterMs: number | undefined;
}

export interface HttpAsk {
  readonly call: RpcName;
  readonly verb: 'GET' | 'POST';
  /** Path from the root of the server. */
  readonly path: string;
  readonly body: string | undefined;
  /** For the whole exchange, from connecting to the last byte. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Takes the items of a list of status 200 as they arrive; what it throws ends the exchange. */
  readonly onItem?: ((item: unknown) => void) | undefined;
}

export interface HttpExchangeOptions {
  readonly origin: string;
  readonly secrets: SecretHolder;
  readonly connectionsMax: number;
  readonly responseBytesMax: number;
}

/** One request and its whole answer, over kept-alive connections, with session cookies. */
export class HttpExchange {
  readonly #pool: Pool;
  readonly #jar = new CookieJar();
  readonly #secrets: SecretHolder;
  readonly #responseBytesMax: number;

  constructor(options: HttpExchangeOptions) {
    this.#secrets = options.secrets;
    this.#responseBytesMax = options.responseBytesMax;
    // Our own timer bounds each exchange; the pool's timers would only bound its parts.
    this.#pool = new Pool(options.origin, {
      connections: options.connectionsMax,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * @throws PerunError when there is no complete answer; the signal's reason when it is aborted
   */
  async send(ask: HttpAsk): Promise<HttpAnswer> {
    ask.signal?.throwIfAborted();
    const stop = new AbortController();
    const abort = (): void => stop.abort(ask.signal?.reason);
    ask.signal?.addEventListener('abort', abort, { once: true });
    const message = `no complete answer within ${ask.timeoutMs} ms`;
    const timer = setTimeout(() => {
      stop.abort(new PerunTimeoutError({ call: ask.call, message }));
    }, ask.timeoutMs);
    try {
      return await this.#exchange(ask, stop.signal);
    } catch (error) {
      if (stop.signal.aborted) throw stop.signal.reason;
      throw error instanceof PerunError ? error : this.#connectionError(ask.call, error);
    } finally {
      clearTimeout(timer);
      ask.signal?.removeEventListener('abort', abort);
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #exchange(ask: HttpAsk, signal: AbortSignal): Promise<HttpAnswer> {
    const headers = await this.#headers(ask, signal);
    signal.throwIfAborted();
    const intake = new AnswerIntake({
      onItem: ask.onItem,
      bytesMax: this.#responseBytesMax,
      tooLarge: (status) => this.#tooLarge(ask.call, status),
    });
    const hangUp = (): void => intake.giveUp(signal.reason as Error);
    signal.addEventListener('abort', hangUp, { once: true });
    this.#pool.dispatch(
      { method: ask.verb, path: ask.path, headers, body: ask.body ?? null },
      intake,
    );
    const answer = await intake.answer;
    this.#jar.store(listOf(answer.headers['set-cookie']));
    return {
      ...answer,
      contentType: listOf(answer.headers['content-type'])[0] ?? '',
      retryAfterMs: retryAfterMs(listOf(answer.headers['retry-after'])[0]),
    };
  }

  async #headers(ask: HttpAsk, signal: AbortSignal): Promise<Record<string, string>> {
    const headers: Record<string, string> = {
      accept: ask.body === undefined ? 'text/plain' : 'application/json',
      'user-agent': 'os-credits',
    };
    if (ask.body !== undefined) headers['content-type'] = 'application/json; charset=utf-8';
    const authorization = await this.#authorization(ask.call, signal);
    if (authorization !== undefined) headers['authorization'] = authorization;
    const cookies = this.#jar.header();
    if (cookies !== undefined) headers['cookie'] = cookies;
    const csrf = this.#jar.get('XSRF-TOKEN');
    if (csrf !== undefined) headers['x-xsrf-token'] = csrf;
    return headers;
  }

  async #authorization(call: RpcName, signal: AbortSignal): Promise<string | undefined> {
    try {
      return await this.#secrets.authorization(signal);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `no access token to call with: ${this.#secrets.redact(reason)}`;
      throw new PerunCredentialsError({ call, message });
    }
  }

  #tooLarge(call: RpcName, status: number): PerunError {
    const message = `the answer is larger than ${this.#responseBytesMax} bytes`;
    return new PerunResponseError({ call, status, message }, 'too-large');
  }

  #connectionError(call: RpcName, error: unknown): PerunError {
    const reason = error instanceof Error ? `${codeOf(error)}${error.message}` : String(error);
    return new PerunConnectionError({
      call,
      message: `the connection failed: ${this.#secrets.redact(reason)}`,
    });
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? `${error.code} ` : '';
}

function listOf(header: string | string[] | undefined): string[] {
  return header === undefined ? [] : [header].flat();
}

/** Seconds only: a date would have to be compared with a clock that may differ from the server's. */
function retryAfterMs(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}
