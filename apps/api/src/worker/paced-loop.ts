import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { DomainError } from '../platform/problems/index.js';

const RETRY_MIN_MS = 250;
const RETRY_MAX_MS = 5_000;

/** What a turn asks for: how long to wait before the next one. */
export interface NextTurn {
  readonly waitMs: number;
}

/**
 * Runs turns one after the other until it is stopped. A turn that fails is tried again with growing
 * pauses; an absent database is a warning, anything else an error, because someone has to look.
 */
export class PacedLoop {
  private readonly logger: Logger;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly name: string,
    private readonly turn: () => Promise<NextTurn>,
  ) {
    this.logger = new Logger(name);
  }

  start(): void {
    this.running = this.run();
  }

  /** Lets the turn at hand finish; resolves when no further one will begin. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    let retryMs = RETRY_MIN_MS;
    while (!this.stopping.signal.aborted) {
      let waitMs: number;
      try {
        ({ waitMs } = await this.turn());
        retryMs = RETRY_MIN_MS;
      } catch (error) {
        this.report(error, retryMs);
        waitMs = retryMs;
        retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
      }
      if (waitMs > 0) await this.pause(waitMs);
    }
  }

  private async pause(waitMs: number): Promise<void> {
    try {
      await delay(waitMs, undefined, { signal: this.stopping.signal });
    } catch {
      // Aborted: the loop ends at its own condition.
    }
  }

  private report(error: unknown, retryMs: number): void {
    const isAway = error instanceof DomainError && error.kind === 'dependency';
    if (isAway) this.logger.warn(`${error.message} Next try in ${retryMs} ms.`);
    else this.logger.error({ err: error }, `${this.name} failed; next try in ${retryMs} ms`);
  }
}
