import { DomainError } from '../../../platform/problems/index.js';

interface Waiting {
  readonly bytes: number;
  readonly start: () => void;
}

/**
 * Bytes that may be in memory at a time. Who finds no room waits, in the order of arrival, so that a large
 * request is not overtaken for ever.
 */
export class ByteBudget {
  private readonly waiting: Waiting[] = [];

  constructor(
    private freeBytes: number,
    private readonly waitingMax: number,
  ) {}

  /**
   * Resolves once there is room, which never is for more than the whole budget.
   *
   * @returns gives the bytes back; only the first call counts
   * @throws DomainError `overloaded` when too many wait already
   */
  async take(bytes: number): Promise<() => void> {
    if (this.waiting.length > 0 || bytes > this.freeBytes) await this.turn(bytes);
    else this.freeBytes -= bytes;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.freeBytes += bytes;
      this.startNext();
    };
  }

  private turn(bytes: number): Promise<void> {
    if (this.waiting.length >= this.waitingMax) {
      throw new DomainError({
        code: 'overloaded',
        kind: 'dependency',
        message:
          'Too many requests are being received. Nothing was stored; send the same request again later.',
        retryAfterSeconds: 2,
      });
    }
    return new Promise((resolve) => this.waiting.push({ bytes, start: resolve }));
  }

  private startNext(): void {
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      if (next.bytes > this.freeBytes) return;
      this.freeBytes -= next.bytes;
      this.waiting.shift();
      next.start();
    }
  }
}
