import { setTimeout as delay } from 'node:timers/promises';
import { type NamedReading } from '../stack/ledger-reader.js';
import { type RandomStream } from './random-stream.js';
import { type UsageSource } from './usage-source.js';
import { writeRequest, type Wire, type WriteRequest } from './write-request.js';

const REQUEST_TIMEOUT_MS = 15_000;
/** A client that gets nothing through for so long has found a product that does not come back. */
const GIVE_UP_MS = 300_000;
/** Instants in one batch. */
const INSTANTS_MAX = 12;
const HELD_BACK_CHANCE = 0.15;
const DUPLICATE_CHANCE = 0.1;

export interface PushingOptions {
  readonly name: string;
  readonly source: UsageSource;
  readonly wires: readonly Wire[];
  /** Addresses of the API processes; each attempt goes to a random one. */
  readonly urls: readonly string[];
  readonly token: string;
  readonly random: RandomStream;
  /** Called with each answer, or the code of a failed connection. */
  readonly onAnswer: (answer: string) => void;
}

/**
 * Pushes its source's readings in random batches: shuffled, with duplicates of what it has sent
 * before, and with some readings held back for a later batch. It sends a batch again until it is
 * acknowledged, as Prometheus does.
 */
export class PushingClient {
  /** Every reading of every batch that was answered with 204. */
  readonly acknowledged: NamedReading[] = [];
  private heldBack: NamedReading[] = [];
  private nextInstant = 0;
  private isStopping = false;

  constructor(private readonly options: PushingOptions) {}

  /** Pushes until it is told to stop, then what it still holds back. */
  async run(): Promise<void> {
    const { random } = this.options;
    while (!this.isStopping) {
      const batch = this.nextBatch();
      if (batch.length > 0) await this.push(batch);
      // The pace of a client, not a wait for anything.
      await delay(random.between(30, 150));
    }
    if (this.heldBack.length > 0) await this.push(random.shuffle(this.heldBack));
  }

  stop(): void {
    this.isStopping = true;
  }

  private nextBatch(): NamedReading[] {
    const { random, source } = this.options;
    const fresh: NamedReading[] = [];
    for (let count = random.between(1, INSTANTS_MAX); count > 0; count -= 1) {
      fresh.push(...(source.instant(this.nextInstant) ?? []));
      this.nextInstant += 1;
    }
    const due = [...this.heldBack, ...fresh];
    this.heldBack = due.filter(() => random.chance(HELD_BACK_CHANCE));
    const later = new Set(this.heldBack);
    const batch = due.filter((reading) => !later.has(reading));
    const known = this.acknowledged;
    const again = known.length === 0 ? [] : batch.flatMap(() => this.sometimesAgain(known));
    return random.shuffle([...batch, ...again]);
  }

  private sometimesAgain(known: readonly NamedReading[]): NamedReading[] {
    const { random } = this.options;
    return random.chance(DUPLICATE_CHANCE) ? [random.pick(known)] : [];
  }

  private async push(batch: readonly NamedReading[]): Promise<void> {
    const { random, wires, urls, onAnswer, name } = this.options;
    const request = writeRequest(random.pick(wires), batch);
    const deadline = performance.now() + GIVE_UP_MS;
    for (;;) {
      const answer = await this.attempt(random.pick(urls), request);
      onAnswer(answer);
      if (answer === '204') {
        this.acknowledged.push(...batch);
        return;
      }
      if (/^4/.test(answer)) throw new Error(`${name}: a good batch was answered with ${answer}`);
      if (performance.now() > deadline) {
        throw new Error(`${name}: no acknowledgement for ${GIVE_UP_MS / 1000} s`);
      }
      await delay(random.between(50, 300));
    }
  }

  /** @returns the status, or why there is none */
  private async attempt(url: string, request: WriteRequest): Promise<string> {
    try {
      const answer = await fetch(`${url}${request.path}`, {
        method: 'POST',
        headers: { ...request.headers, authorization: `Bearer ${this.options.token}` },
        body: request.body,
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      const text = await answer.text();
      return answer.status === 204 || answer.status === 503
        ? String(answer.status)
        : `${answer.status} ${text.slice(0, 200)}`;
    } catch (error) {
      return connectionFault(error);
    }
  }
}

function connectionFault(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.name : String(cause);
}
