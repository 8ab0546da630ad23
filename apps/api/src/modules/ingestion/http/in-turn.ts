import { DomainError } from '../../../platform/problems/index.js';

/** Lets a bounded number of requests hold a decompressed body at a time; the others wait, up to a limit. */
export class InTurn {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly runningMax: number,
    private readonly waitingMax: number,
  ) {}

  /** @throws DomainError `overloaded` when too many wait already */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.runningMax) await this.turn();
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.waitingMax) {
      throw new DomainError({
        code: 'overloaded',
        kind: 'dependency',
        message:
          'Too many requests are being received. Nothing was stored; send the same request again later.',
        retryAfterSeconds: 2,
      });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
