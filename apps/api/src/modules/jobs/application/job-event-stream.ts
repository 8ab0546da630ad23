import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type JobEvent } from '@os-credits/contracts';
import { JobQueries } from './job-queries.js';
import { isOver } from './job-states.js';
import { JobSignals } from './jobs.ports.js';

/** Signals only save waiting; without any the run is looked at anyway. */
const POLL_MS = 3_000;
/** Proxies cut connections on which nothing comes. */
const KEEP_ALIVE_MS = 15_000;
/** Then the browser comes again, and its session is checked again. */
const LIFE_MS_MAX = 10 * 60_000;
/** A run that writes a lot is shown in bundles. */
const PAUSE_MS = 150;
const LINES_PER_READ = 500;

export type StreamedEvent = JobEvent | { readonly event: 'keep-alive' };

/** What happens with a run, as it happens. */
@Injectable()
export class JobEventStream implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    private readonly queries: JobQueries,
    private readonly signals: JobSignals,
  ) {}

  /** Streams would keep the server from closing. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /**
   * The run whenever it changed and its log lines after one; ends after the run's end, or after a while
   * without `end`, when the reader may come again.
   *
   * @throws DomainError `job-not-found`, with the first event
   */
  async *follow(id: string, afterLine: string | null): AsyncGenerator<StreamedEvent> {
    const wake = new Wake();
    const unsubscribe = this.signals.subscribe((signal) => {
      if (signal.kind === 'run' && signal.runId === id) wake.ring();
    });
    this.stopping.signal.addEventListener('abort', wake.ring, { once: true });
    try {
      yield* this.events(id, afterLine, wake);
    } finally {
      unsubscribe();
      this.stopping.signal.removeEventListener('abort', wake.ring);
    }
  }

  private async *events(
    id: string,
    afterLine: string | null,
    wake: Wake,
  ): AsyncGenerator<StreamedEvent> {
    const endAt = performance.now() + LIFE_MS_MAX;
    let after = afterLine;
    let shown = '';
    let lastEventAt = performance.now();
    while (!this.stopping.signal.aborted && performance.now() < endAt) {
      // First the run, then its lines: those of a run that is over are all there.
      const run = await this.queries.find(id);
      for (;;) {
        const { lines } = await this.queries.log(id, after, LINES_PER_READ);
        for (const data of lines) yield { event: 'log', data };
        if (lines.length > 0) lastEventAt = performance.now();
        after = lines.at(-1)?.id ?? after;
        if (lines.length < LINES_PER_READ) break;
      }
      const text = JSON.stringify(run);
      if (text !== shown) {
        yield { event: 'run', data: run };
        shown = text;
        lastEventAt = performance.now();
      }
      if (isOver(run.state)) {
        yield { event: 'end', data: {} };
        return;
      }
      await wake.wait(POLL_MS, PAUSE_MS);
      if (performance.now() - lastEventAt > KEEP_ALIVE_MS) {
        yield { event: 'keep-alive' };
        lastEventAt = performance.now();
      }
    }
  }
}

/** Waits for a ring, but not for ever and not too shortly. */
class Wake {
  private isRung = false;
  private end: () => void = () => undefined;

  readonly ring = (): void => {
    this.isRung = true;
    this.end();
  };

  async wait(msMax: number, msMin: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, msMin));
    if (!this.isRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, msMax);
        this.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.isRung = false;
  }
}
