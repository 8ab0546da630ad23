import { setTimeout as delay } from 'node:timers/promises';
import type { World } from '../cloud/world.js';
import { historyBatches } from './history.js';
import type { Outcome, RemoteWriteSender } from './remote-write-sender.js';
import type { Scraper } from './scraper.js';
import type { Target } from './target.js';

const HISTORY_BATCH_SAMPLES = 2_000;

/** How far the history has come; `refused`: the product did not take all of it. */
export type HistoryState = 'waiting' | 'sending' | 'sent' | 'refused';

/** What a feed is made of. */
export interface FeedParts {
  readonly world: World;
  readonly sender: RemoteWriteSender;
  readonly scraper: Scraper;
  readonly targets: readonly Target[];
  readonly intervalMs: number;
  readonly nowMs: () => number;
  /** Sent once, after the history and before the scrapes. */
  readonly sendTrouble?: (() => Promise<void>) | undefined;
}

/** Sends the history once and then, for ever, what the exporters show. */
export class UsageFeed {
  private readonly stopping = new AbortController();
  private scraping: Promise<unknown> = Promise.resolve();
  private running: Promise<void> = Promise.resolve();
  private history: Promise<void> = Promise.resolve();
  private state: HistoryState = 'waiting';
  private paused = false;

  constructor(private readonly parts: FeedParts) {}

  get historyState(): HistoryState {
    return this.state;
  }

  get isPaused(): boolean {
    return this.paused;
  }

  start(): void {
    if (this.parts.world.state.historySentAtMs === undefined) this.history = this.sendHistory();
    else this.state = 'sent';
    this.running = this.run();
  }

  /** Stops or resumes the regular scrapes; `scrapeNow` works all the same. */
  setPaused(paused: boolean): void {
    this.paused = paused;
  }

  /** Sends the history again, for a product with a new database; readings it knows are ignored. */
  resendHistory(): void {
    if (this.state === 'sent' || this.state === 'refused') this.history = this.sendHistory();
  }

  /** Scrapes at once and resolves when the product has answered. */
  async scrapeNow(): Promise<Outcome> {
    await this.history;
    // One scrape after the other: the readings of a series stay in order of time.
    const scraped = this.scraping.then(() => this.parts.scraper.scrape());
    this.scraping = scraped;
    return this.parts.sender.push(await scraped);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.parts.sender.stop();
    await this.running;
  }

  private async run(): Promise<void> {
    await this.history;
    while (!this.stopping.signal.aborted) {
      // Not awaited: a product that is away must not stop the scrapes, the queue keeps them.
      if (!this.paused) void this.scrapeNow();
      await this.pause();
    }
  }

  private async sendHistory(): Promise<void> {
    const { world, targets, sender, nowMs } = this.parts;
    this.state = 'sending';
    let isComplete = true;
    for (const batch of historyBatches(world, targets, nowMs(), HISTORY_BATCH_SAMPLES)) {
      const outcome = await sender.push(batch);
      if (outcome.kind === 'stopped') return;
      isComplete &&= outcome.kind === 'acknowledged';
    }
    if (isComplete && world.state.historySentAtMs === undefined) await this.parts.sendTrouble?.();
    this.state = isComplete ? 'sent' : 'refused';
    // Not marked when refused (a wrong token, say): the next start tries again.
    if (isComplete) world.markHistorySent(nowMs());
  }

  private async pause(): Promise<void> {
    try {
      await delay(this.parts.intervalMs, undefined, { signal: this.stopping.signal });
    } catch {
      // Stopped while waiting: the loop looks at the signal.
    }
  }
}
