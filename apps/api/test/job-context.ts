import { type JobContext, type JobType, type LogText } from '../src/modules/jobs/index.js';
import { type Tx } from '../src/platform/database/index.js';

export interface StagedRun {
  readonly parameters: Record<string, unknown>;
  readonly isDryRun?: boolean;
  readonly checkpoint?: unknown;
  /** Content of the one uploaded file, or of each by its id. */
  readonly upload?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** Told each checkpoint inside the transaction that saves it. */
  readonly onCheckpoint?: (checkpoint: unknown, tx: Tx | undefined) => void | Promise<void>;
  readonly jobId?: string;
}

/** Pieces of an odd length, so that lines and characters are cut. */
const PIECE_BYTES = 61_003;

/** What a handler sees of its run, without the engine: for tests of what the handler itself does. */
export class StagedContext<P, C> implements JobContext<P, C> {
  readonly jobId: string;
  readonly parameters: P;
  readonly isDryRun: boolean;
  readonly attempt = 1;
  readonly actor = { kind: 'cli', id: 'cli', name: 'cli' } as const;
  readonly signal: AbortSignal;
  readonly checkpoint: C | null;
  readonly lines: string[] = [];
  readonly progressed: { done: number; total: number | null }[] = [];
  readonly files: { name: string; text: string }[] = [];
  /** The last checkpoint whose transaction was asked to commit. */
  saved: C | null = null;

  constructor(
    type: Pick<JobType, 'parameters'>,
    private readonly run: StagedRun,
  ) {
    this.jobId = run.jobId ?? '00000000-0000-4000-8000-000000000001';
    this.parameters = type.parameters.strict().parse(run.parameters) as P;
    this.isDryRun = run.isDryRun ?? false;
    this.signal = run.signal ?? new AbortController().signal;
    // As it comes from a jsonb column.
    this.checkpoint = (
      run.checkpoint === undefined ? null : JSON.parse(JSON.stringify(run.checkpoint))
    ) as C | null;
  }

  progress(progress: { done: number; total: number | null }): void {
    this.progressed.push({ done: progress.done, total: progress.total });
  }

  log(level: 'debug' | 'info' | 'warn' | 'error', text: LogText): void {
    this.lines.push(`${level} ${typeof text === 'string' ? text : text.en}`);
  }

  async saveCheckpoint(checkpoint: C, tx?: Tx): Promise<void> {
    await this.run.onCheckpoint?.(checkpoint, tx);
    this.saved = checkpoint;
  }

  startChild(): Promise<string> {
    return Promise.reject(new Error('no children here'));
  }

  async saveFile(file: {
    name: string;
    content: AsyncIterable<Uint8Array>;
    checkpoint?: () => C;
  }): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const part of file.content) parts.push(part);
    this.files.push({ name: file.name, text: Buffer.concat(parts).toString() });
    if (file.checkpoint !== undefined) await this.saveCheckpoint(file.checkpoint());
    return file.name;
  }

  async *readUpload(): AsyncIterable<Uint8Array> {
    const content = Buffer.from(this.run.upload ?? '');
    for (let at = 0; at < content.length; at += PIECE_BYTES) {
      yield await Promise.resolve(content.subarray(at, at + PIECE_BYTES));
    }
  }
}
