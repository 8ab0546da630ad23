import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const MEMORY_BYTES_MAX = 1024 * 1024;

/**
 * Takes a document while it is made and gives it out afterwards, so that a slow reader does not hold the
 * transaction that the document is read in. Small ones stay in memory, longer ones go to a temporary file
 * that has no name, and so vanishes with the process.
 */
export class Spool {
  private chunks: Buffer[] = [];
  private bytes = 0;
  private pendingBytes = 0;
  private file: FileHandle | null = null;

  get sizeBytes(): number {
    return this.bytes;
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk);
    this.bytes += buffer.length;
    this.pendingBytes += buffer.length;
    this.chunks.push(buffer);
    if (this.pendingBytes > MEMORY_BYTES_MAX) await this.flush();
  }

  /** The document from its beginning, once. Ends or abandoning it releases the file. */
  async *content(): AsyncGenerator<Uint8Array> {
    if (this.file === null) {
      yield* this.chunks;
      return;
    }
    await this.flush();
    yield* this.file.createReadStream({ start: 0 }) as AsyncIterable<Buffer>;
  }

  /** For a document that nobody will read. */
  async discard(): Promise<void> {
    this.chunks = [];
    await this.file?.close();
    this.file = null;
  }

  private async flush(): Promise<void> {
    this.file ??= await openUnnamed();
    const chunk = Buffer.concat(this.chunks);
    this.chunks = [];
    this.pendingBytes = 0;
    await this.file.writeFile(chunk);
  }
}

async function openUnnamed(): Promise<FileHandle> {
  const name = path.join(tmpdir(), `os-credits-${randomUUID()}`);
  const file = await open(name, 'wx+', 0o600);
  await unlink(name);
  return file;
}
