import { setTimeout as delay } from 'node:timers/promises';
import { compress } from 'snappy';
import { errorText } from '../error-text.js';
import { retryDelayMs, type BackOff } from './retry-delay.js';
import { encodeWriteRequest, type Sample } from './write-request.js';

/** What became of samples that were handed to the sender. */
export type Outcome =
  | { readonly kind: 'acknowledged'; readonly status: number }
  | { readonly kind: 'dropped'; readonly status: number; readonly detail: string }
  | { readonly kind: 'stopped' };

/** One try to send, for people to read. */
export interface Attempt {
  readonly atMs: number;
  readonly samples: number;
  /** The HTTP status, or `undefined` when nobody answered. */
  readonly status: number | undefined;
  readonly detail: string;
}

/** Counts since the start, and the last try. */
export interface SenderReport {
  readonly queuedSamples: number;
  readonly acknowledgedSamples: number;
  readonly droppedSamples: number;
  readonly retries: number;
  readonly last: Attempt | undefined;
}

/** Where and how to send. */
export interface SenderSettings {
  readonly url: string;
  readonly token: string;
  readonly backOff: BackOff;
  readonly requestTimeoutMs: number;
  readonly nowMs: () => number;
}

interface Entry {
  readonly samples: readonly Sample[];
  readonly settle: (outcome: Outcome) => void;
}

const BATCH_SAMPLES_MAX = 2_000;
const QUEUED_SAMPLES_MAX = 500_000;
const DETAIL_LENGTH_MAX = 500;

/**
 * Sends samples by remote_write 1.0 as Prometheus does: one queue in order, one request at a time,
 * tried again until the product answers; only an answer 4xx (429 excepted) gives a batch up.
 */
export class RemoteWriteSender {
  private readonly queue: Entry[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private counts = { acknowledgedSamples: 0, droppedSamples: 0, retries: 0 };
  private queuedSamples = 0;
  private last: Attempt | undefined;

  constructor(private readonly settings: SenderSettings) {}

  report(): SenderReport {
    return { ...this.counts, queuedSamples: this.queuedSamples, last: this.last };
  }

  /** Queues samples behind all others; resolves when it is known what became of them. */
  push(samples: readonly Sample[]): Promise<Outcome> {
    if (this.stopping.signal.aborted) return Promise.resolve({ kind: 'stopped' });
    return new Promise((settle) => {
      this.queue.push({ samples, settle });
      this.queuedSamples += samples.length;
      this.dropOverflow();
      this.running ??= this.drain();
    });
  }

  /** Ends the request under way and lets go of what is queued. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    for (const entry of this.queue.splice(0)) entry.settle({ kind: 'stopped' });
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0 && !this.stopping.signal.aborted) {
      const batch = this.nextBatch();
      const samples = batch.flatMap((entry) => entry.samples);
      const outcome = await this.deliver(samples);
      this.queuedSamples -= samples.length;
      if (outcome.kind === 'acknowledged') this.counts.acknowledgedSamples += samples.length;
      if (outcome.kind === 'dropped') this.counts.droppedSamples += samples.length;
      for (const entry of batch) entry.settle(outcome);
    }
    this.running = undefined;
  }

  /** Whole entries up to the size of a batch, at least one. */
  private nextBatch(): readonly Entry[] {
    let size = 0;
    const end = this.queue.findIndex((entry, index) => {
      size += entry.samples.length;
      return index > 0 && size > BATCH_SAMPLES_MAX;
    });
    return this.queue.splice(0, end === -1 ? this.queue.length : end);
  }

  private async deliver(samples: readonly Sample[]): Promise<Outcome> {
    const body = await compress(encodeWriteRequest(samples));
    for (let tries = 1; ; tries += 1) {
      const { status, detail, retryAfter } = await this.request(body);
      if (this.stopping.signal.aborted) return { kind: 'stopped' };
      this.last = { atMs: this.settings.nowMs(), samples: samples.length, status, detail };
      if (status !== undefined && status >= 200 && status < 300) {
        return { kind: 'acknowledged', status };
      }
      if (status !== undefined && status < 500 && status !== 429) {
        return { kind: 'dropped', status, detail };
      }
      this.counts.retries += 1;
      const { backOff, nowMs } = this.settings;
      await this.pause(retryDelayMs(tries, retryAfter, backOff, nowMs()));
    }
  }

  private async request(
    body: Buffer,
  ): Promise<{ status: number | undefined; detail: string; retryAfter: string | undefined }> {
    const timeout = AbortSignal.timeout(this.settings.requestTimeoutMs);
    try {
      const response = await fetch(this.settings.url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.any([this.stopping.signal, timeout]),
        headers: {
          authorization: `Bearer ${this.settings.token}`,
          'content-encoding': 'snappy',
          'content-type': 'application/x-protobuf',
          'user-agent': 'os-credits-sandbox',
          'x-prometheus-remote-write-version': '0.1.0',
        },
        body: new Uint8Array(body),
      });
      const detail = (await response.text()).slice(0, DETAIL_LENGTH_MAX);
      const retryAfter = response.headers.get('retry-after') ?? undefined;
      return { status: response.status, detail, retryAfter };
    } catch (error) {
      return { status: undefined, detail: errorText(error), retryAfter: undefined };
    }
  }

  private async pause(ms: number): Promise<void> {
    try {
      await delay(ms, undefined, { signal: this.stopping.signal });
    } catch {
      // Stopped while waiting: the caller looks at the signal.
    }
  }

  /** Keeps memory bounded while the product is away: the oldest samples go, and are counted. */
  private dropOverflow(): void {
    while (this.queuedSamples > QUEUED_SAMPLES_MAX && this.queue.length > 1) {
      const entry = this.queue.shift();
      if (entry === undefined) return;
      this.queuedSamples -= entry.samples.length;
      this.counts.droppedSamples += entry.samples.length;
      entry.settle({ kind: 'dropped', status: 0, detail: 'The queue is full.' });
    }
  }
}
