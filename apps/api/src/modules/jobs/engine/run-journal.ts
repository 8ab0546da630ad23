import { type Localized } from '@os-credits/contracts';
import { type Clock } from '../../../platform/clock/index.js';
import {
  type JobSignals,
  type Lease,
  type LeaseStore,
  type NewLogLine,
  type StoredProgress,
} from '../application/jobs.ports.js';
import { type Queries } from '../../../platform/database/index.js';
import { type LogText } from '../application/job-type.js';
import { type Redactor } from '../application/redact.js';
import { ProgressPace } from './progress-pace.js';

const LOG_FLUSH_MS = 250;
const PROGRESS_FLUSH_MS = 1_000;
const LINE_LENGTH_MAX = 4_000;
const LINES_PER_ATTEMPT_MAX = 20_000;
const LINES_PER_FLUSH = 1_000;

const LEFT_OUT: Localized = {
  en: 'Further lines of this attempt are left out.',
  de: 'Weitere Zeilen dieses Versuchs sind ausgelassen.',
};

export interface JournalParts {
  readonly leases: LeaseStore;
  readonly signals: JobSignals;
  readonly queries: Queries;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** Told where a write shows that the lease is lost. */
  readonly onLost: () => void;
}

/** Log and progress of one attempt: gathered in memory, written at a bounded pace, never out of order. */
export class RunJournal {
  private lines: NewLogLine[] = [];
  private lineCount = 0;
  private progress: StoredProgress | null = null;
  private readonly pace = new ProgressPace();
  private timer: NodeJS.Timeout | undefined;
  private lastProgressMs = 0;
  private writing: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly lease: Lease,
    private readonly parts: JournalParts,
  ) {}

  log(level: NewLogLine['level'], text: LogText): void {
    if (this.isClosed) return;
    this.lineCount += 1;
    if (this.lineCount > LINES_PER_ATTEMPT_MAX) return;
    const isLast = this.lineCount === LINES_PER_ATTEMPT_MAX;
    const line = isLast ? LEFT_OUT : this.fitting(text);
    this.lines.push({ at: this.parts.clock.now(), level: isLast ? 'warn' : level, text: line });
    this.flushLater();
  }

  report(progress: { done: number; total: number | null; phase?: Localized }): void {
    if (this.isClosed) return;
    this.progress = this.pace.next(progress, performance.now());
    this.flushLater();
  }

  /** Writes what is left; afterwards everything is ignored. */
  async close(): Promise<void> {
    if (this.isClosed) return this.writing;
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.flush(true);
  }

  private flushLater(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.flush(false);
    }, LOG_FLUSH_MS);
  }

  private flush(isLast: boolean): Promise<void> {
    this.writing = this.writing.then(() => this.write(isLast));
    return this.writing;
  }

  private async write(isLast: boolean): Promise<void> {
    const lines = this.lines.splice(0, isLast ? this.lines.length : LINES_PER_FLUSH);
    const isProgressDue =
      this.progress !== null &&
      (isLast || performance.now() - this.lastProgressMs >= PROGRESS_FLUSH_MS);
    try {
      let isHeld = true;
      if (isProgressDue && this.progress !== null) {
        const progress = this.progress;
        this.progress = null;
        this.lastProgressMs = performance.now();
        isHeld = await this.parts.leases.saveProgress(this.lease, progress, this.parts.clock.now());
      }
      if (lines.length > 0 && isHeld)
        isHeld = await this.parts.leases.addLogLines(this.lease, lines);
      if (!isHeld) this.parts.onLost();
      else if (lines.length > 0 || isProgressDue)
        await this.parts.signals.send(this.parts.queries, { kind: 'run', runId: this.lease.runId });
    } catch {
      // The database is away: what was to be written is tried again with the next flush; the lease decides.
      this.lines.unshift(...lines);
      if (isLast) return;
    }
    if (!this.isClosed && (this.lines.length > 0 || this.progress !== null)) this.flushLater();
  }

  private fitting(text: LogText): LogText {
    return typeof text === 'string'
      ? this.fit(text)
      : { en: this.fit(text.en), de: this.fit(text.de) };
  }

  private fit(text: string): string {
    const redacted = this.parts.redactor.redact(text);
    return redacted.length <= LINE_LENGTH_MAX ? redacted : `${redacted.slice(0, LINE_LENGTH_MAX)}…`;
  }
}
