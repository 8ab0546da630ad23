import { jobEvent, type JobLogLine, type JobLogResponse, type JobRun } from '@os-credits/contracts';
import { type openEvents } from '../../../shared/live/open-events.js';

/** `live`: each new line comes at once; `broken`: the connection is being made again; `ended`: all is here. */
export type FollowStatus = 'loading' | 'live' | 'broken' | 'ended';

export type FollowedLog = {
  status: FollowStatus;
  lines: readonly JobLogLine[];
  /** Lines that were left out at the front, so that a page with a long log stays quick. */
  leftOutCount: number;
};

type FollowJobOptions = {
  fetchLog: (after: string | undefined, signal: AbortSignal) => Promise<JobLogResponse>;
  open: (reader: Parameters<typeof openEvents>[2], after: string | undefined) => () => void;
  onRun: (run: JobRun) => void;
  onEnd: () => void;
  /** The run was over when the page was opened: its log is read once. */
  isOver: boolean;
};

const linesMax = 2000;
const fetchPageLines = 500;
const retryMs = [1000, 3000, 10_000] as const;

/**
 * Reads the log of a run: first what there is, then each line as it comes. A broken connection is
 * taken up after the last line that was seen; a line that comes twice counts once.
 */
export class JobFollower {
  private readonly options: FollowJobOptions;
  private readonly listeners = new Set<() => void>();
  private abort = new AbortController();
  private shown: FollowedLog = { status: 'loading', lines: [], leftOutCount: 0 };
  private lastId: string | undefined;
  private close: () => void = () => undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failureCount = 0;

  constructor(options: FollowJobOptions) {
    this.options = options;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): FollowedLog => this.shown;

  /** Begins, or goes on after {@link stop}. */
  start(): void {
    this.abort = new AbortController();
    void this.catchUp();
  }

  stop(): void {
    this.abort.abort();
    this.close();
    clearTimeout(this.timer);
  }

  private async catchUp(): Promise<void> {
    const { signal } = this.abort;
    try {
      for (;;) {
        const { lines } = await this.options.fetchLog(this.lastId, signal);
        if (signal.aborted) return;
        this.append(lines);
        if (lines.length < fetchPageLines) break;
      }
    } catch {
      if (!signal.aborted) this.retryLater();
      return;
    }
    if (this.options.isOver) this.show({ status: 'ended' });
    else this.listen();
  }

  private listen(): void {
    this.close = this.options.open(
      {
        onOpen: () => {
          this.failureCount = 0;
          this.show({ status: 'live' });
        },
        onBreak: (isFinal) => {
          if (this.shown.status === 'ended') return;
          if (isFinal) this.retryLater();
          else this.show({ status: 'broken' });
        },
        onEvent: (event, text) => this.take(event, text),
      },
      this.lastId,
    );
  }

  private take(event: string, text: string): void {
    const parsed = jobEvent.safeParse({ event, data: jsonOrNull(text) });
    // What this page does not know is for a newer one.
    if (!parsed.success) return;
    switch (parsed.data.event) {
      case 'log':
        this.append([parsed.data.data]);
        break;
      case 'run':
        this.options.onRun(parsed.data.data);
        break;
      case 'end':
        this.close();
        this.show({ status: 'ended' });
        this.options.onEnd();
        break;
    }
  }

  private append(lines: readonly JobLogLine[]): void {
    const fresh = lines.filter((line) => isAfter(line.id, this.lastId));
    const last = fresh.at(-1);
    if (!last) return;
    this.lastId = last.id;
    const all = [...this.shown.lines, ...fresh];
    const leftOut = Math.max(0, all.length - linesMax);
    this.show({
      lines: all.slice(leftOut),
      leftOutCount: this.shown.leftOutCount + leftOut,
    });
  }

  private retryLater(): void {
    this.close();
    this.show({ status: 'broken' });
    const delayMs = retryMs[Math.min(this.failureCount, retryMs.length - 1)] ?? 10_000;
    this.failureCount += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.catchUp(), delayMs);
  }

  private show(change: Partial<FollowedLog>): void {
    this.shown = { ...this.shown, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** Ids are whole numbers of any length, written in decimal. */
function isAfter(id: string, last: string | undefined): boolean {
  if (last === undefined) return true;
  return id.length === last.length ? id > last : id.length > last.length;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
