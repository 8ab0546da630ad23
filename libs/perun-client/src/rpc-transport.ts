import { z } from 'zod';
import { errorOf, jsonOf } from './classify-response.js';
import { SecretHolder, type PerunCredentials } from './credentials.js';
import { HttpExchange, type HttpAnswer } from './http-exchange.js';
import {
  PerunError,
  PerunResponseError,
  type PerunErrorKind,
  type RpcName,
} from './perun-error.js';
import { DEFAULT_RETRY, retryWaitMs, type RetryRule } from './retry.js';
import { Slots } from './slots.js';

/** Which front-end realm of the server is called: `https://{server}/{auth}/rpc/…`. */
export type PerunAuth = 'ba' | 'krb' | 'cert' | 'oauth' | 'fed' | 'non';

/** One attempt of one call, for metrics and logs. It holds no parameters, results or secrets. */
export interface PerunCallObservation extends RpcName {
  readonly attempt: number;
  readonly outcome: 'ok' | 'aborted' | PerunErrorKind;
  readonly durationMs: number;
  readonly status: number | undefined;
  readonly identity: string | undefined;
  readonly responseBytes: number | undefined;
  /** How long until the next attempt; undefined when this was the last one. */
  readonly retryInMs: number | undefined;
}

export interface RpcTransportOptions {
  /** The server without the prefix, e.g. `https://perun.example.org`. */
  readonly baseUrl: string;
  readonly auth: PerunAuth;
  readonly credentials: PerunCredentials;
  /** Bound of one attempt of an ordinary call, from connecting to the last byte. Default 60 s. */
  readonly timeoutMs?: number;
  /** The same for calls that read every group of a resource or VO. Default 10 min. */
  readonly bulkTimeoutMs?: number;
  /** How many calls may be under way at once. Default 8. */
  readonly concurrencyMax?: number;
  readonly retry?: Partial<RetryRule>;
  /** Longest answer that is read. Default 128 MiB. */
  readonly responseBytesMax?: number;
  readonly onCall?: (observation: PerunCallObservation) => void;
}

export interface CallOptions {
  /** Ends waiting, sending and back-off; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Bound of one attempt instead of the client's. */
  readonly timeoutMs?: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_BULK_TIMEOUT_MS = 600_000;
const DEFAULT_CONCURRENCY = 8;
const DEFAULT_RESPONSE_BYTES = 128 * 1024 * 1024;

interface Ask {
  readonly call: RpcName;
  readonly verb: 'GET' | 'POST';
  readonly path: string;
  readonly body: string | undefined;
}

/** How each item of a list is read, and what is kept of it. */
export interface ItemReader<Item extends z.ZodType, Kept> {
  readonly schema: Item;
  readonly keep: (item: z.output<Item>) => Kept | undefined;
  /** Whether an item is what the schema would make of it, so that it need not be copied. */
  readonly isWhole?: (item: unknown) => item is z.output<Item>;
}

/** Makes a value of one answer; each attempt has its own. */
interface AnswerReader<T> {
  readonly onItem?: (item: unknown) => void;
  readonly finish: (answer: HttpAnswer) => T;
}

/** Sends calls: concurrency, retries, classification of failures, observation. Knows no method. */
export class RpcTransport {
  readonly #exchange: HttpExchange;
  readonly #secrets: SecretHolder;
  readonly #slots: Slots;
  readonly #retry: RetryRule;
  readonly #root: string;
  readonly #timeoutMs: number;
  readonly bulkTimeoutMs: number;
  #isClosed = false;
  readonly #onCall: ((observation: PerunCallObservation) => void) | undefined;

  /** @throws RangeError when an option makes no sense */
  constructor(options: RpcTransportOptions) {
    const { origin, path } = readBaseUrl(options.baseUrl);
    const concurrencyMax = positive('concurrencyMax', options.concurrencyMax, DEFAULT_CONCURRENCY);
    this.#root = `${path}/${options.auth}/rpc/`;
    this.#timeoutMs = positive('timeoutMs', options.timeoutMs, DEFAULT_TIMEOUT_MS);
    this.bulkTimeoutMs = positive('bulkTimeoutMs', options.bulkTimeoutMs, DEFAULT_BULK_TIMEOUT_MS);
    this.#retry = { ...DEFAULT_RETRY, ...options.retry };
    positive('retry.attemptsMax', this.#retry.attemptsMax, 1);
    this.#onCall = options.onCall;
    this.#slots = new Slots(concurrencyMax);
    this.#secrets = new SecretHolder(options.credentials);
    this.#exchange = new HttpExchange({
      origin,
      secrets: this.#secrets,
      connectionsMax: concurrencyMax,
      responseBytesMax: positive(
        'responseBytesMax',
        options.responseBytesMax,
        DEFAULT_RESPONSE_BYTES,
      ),
    });
  }

  /**
   * Calls a method and reads its answer by `schema`; members that the schema does not name are dropped.
   * @throws PerunError of the class that the failure has
   */
  async post<Schema extends z.ZodType>(
    call: RpcName,
    params: Readonly<Record<string, unknown>>,
    schema: Schema,
    options: CallOptions = {},
  ): Promise<z.output<Schema>> {
    const path = `${this.#root}json/${call.manager}/${call.method}`;
    const ask: Ask = { call, verb: 'POST', path, body: JSON.stringify(params) };
    return this.#repeated(ask, options, () => ({
      finish: (answer) => shaped(call, schema, jsonOf(call, answer)),
    }));
  }

  /**
   * The same for an answer that is a list. Its items are read one by one as they arrive: ten thousand
   * groups with their attributes are tens of megabytes of text, which is never held as a whole.
   * What `keep` makes of an item is kept of it; nothing where that is `undefined`.
   * @throws PerunError of the class that the failure has
   */
  async postForList<Item extends z.ZodType, Kept>(
    call: RpcName,
    params: Readonly<Record<string, unknown>>,
    { schema, keep, isWhole }: ItemReader<Item, Kept>,
    options: CallOptions = {},
  ): Promise<Kept[]> {
    const path = `${this.#root}json/${call.manager}/${call.method}`;
    const ask: Ask = { call, verb: 'POST', path, body: JSON.stringify(params) };
    return this.#repeated(ask, options, () => {
      const kept: Kept[] = [];
      let index = 0;
      const take = (item: z.output<Item>): void => {
        const one = keep(item);
        if (one !== undefined) kept.push(one);
      };
      return {
        onItem: (item) => {
          take(isWhole?.(item) === true ? item : shaped(call, schema, item, index));
          index += 1;
        },
        finish: (answer) => {
          if (answer.list !== 'complete')
            shaped(call, z.array(schema), jsonOf(call, answer)).forEach(take);
          return kept;
        },
      };
    });
  }

  /** The plain text that the root of the RPC answers; it says `OK!` or `ERROR!`, both with status 200. */
  async root<T>(read: (answer: HttpAnswer) => T, options: CallOptions = {}): Promise<T> {
    const call = { manager: 'rpc', method: 'version' };
    const ask: Ask = { call, verb: 'GET', path: this.#root, body: undefined };
    return this.#repeated(ask, options, () => ({ finish: read }));
  }

  redact(text: string): string {
    return this.#secrets.redact(text);
  }

  /** Waits for the calls under way, then closes the connections. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#exchange.close();
  }

  async #repeated<T>(ask: Ask, options: CallOptions, newReader: () => AnswerReader<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#slots.run(options.signal, () =>
          this.#attempt({ ask, options, attempt, reader: newReader() }),
        );
      } catch (error) {
        if (!(error instanceof Retry)) throw error;
        await this.#retry.sleep(error.waitMs, options.signal);
        options.signal?.throwIfAborted();
      }
    }
  }

  async #attempt<T>(turn: {
    ask: Ask;
    options: CallOptions;
    attempt: number;
    reader: AnswerReader<T>;
  }): Promise<T> {
    const { ask, options, attempt, reader } = turn;
    if (this.#isClosed) throw new Error('the client of Perun is closed');
    const startedMs = performance.now();
    let answer: HttpAnswer | undefined;
    const observe = (
      seen: Pick<PerunCallObservation, 'outcome' | 'identity' | 'retryInMs'>,
    ): void => {
      this.#observe({
        ...ask.call,
        ...seen,
        attempt,
        durationMs: performance.now() - startedMs,
        status: answer?.status,
        responseBytes: answer?.bytes,
      });
    };
    try {
      const timeoutMs = options.timeoutMs ?? this.#timeoutMs;
      const { onItem } = reader;
      answer = await this.#exchange.send({ ...ask, timeoutMs, signal: options.signal, onItem });
      if (answer.status !== 200)
        throw errorOf(ask.call, answer, (text) => this.#secrets.redact(text));
      const value = reader.finish(answer);
      observe({ outcome: 'ok', identity: undefined, retryInMs: undefined });
      return value;
    } catch (error) {
      if (!(error instanceof PerunError)) {
        observe({ outcome: 'aborted', identity: undefined, retryInMs: undefined });
        throw error;
      }
      error.attempts = attempt;
      const retryInMs = retryWaitMs(this.#retry, error, attempt);
      observe({ outcome: error.kind, identity: error.identity, retryInMs });
      throw retryInMs === undefined ? error : new Retry(retryInMs);
    }
  }

  #observe(observation: PerunCallObservation): void {
    try {
      this.#onCall?.(observation);
    } catch {
      // Whoever watches must not be able to make a call fail that Perun has already carried out.
    }
  }
}

/** Leaves the slot free while waiting: the wait happens outside, and then lines up again. */
class Retry extends Error {
  constructor(readonly waitMs: number) {
    super('to be repeated');
  }
}

function readBaseUrl(text: string): { origin: string; path: string } {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new RangeError(`the URL of Perun must be like "https://perun.example.org"`);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new RangeError('the URL of Perun must have no user, password, query or fragment in it');
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') };
}

function positive(name: string, value: number | undefined, otherwise: number): number {
  const number = value ?? otherwise;
  if (!Number.isSafeInteger(number) || number < 1)
    throw new RangeError(`${name} must be a whole number of at least 1, not ${number}`);
  return number;
}

/** The value as the schema reads it; `index` is its place in a list. */
function shaped<Schema extends z.ZodType>(
  call: RpcName,
  schema: Schema,
  value: unknown,
  index?: number,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const place = index === undefined ? [] : [index];
  const message = `the answer has an unexpected shape: ${issuesOf(parsed.error, place)}`;
  throw new PerunResponseError({ call, status: 200, message }, 'shape');
}

const ISSUES_SHOWN = 5;

/** Places and expectations only; zod names the kind of what it met, never the value. */
function issuesOf(error: z.ZodError, place: readonly number[]): string {
  const shown = error.issues
    .slice(0, ISSUES_SHOWN)
    .map(
      (issue) => `${[...place, ...issue.path].map(String).join('.') || '(root)'}: ${issue.message}`,
    );
  const more = error.issues.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
