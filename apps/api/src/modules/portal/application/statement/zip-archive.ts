import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** A ZIP archive that is written file by file and given out while it grows. */
export class ZipArchive {
  private readonly chunks: Uint8Array[] = [];
  private readonly names = new Set<string>();
  private bytes = 0;
  private readonly zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    this.bytes += chunk.length;
    this.chunks.push(chunk);
  });

  /** Bytes so far, compressed. */
  get sizeBytes(): number {
    return this.bytes;
  }

  /** @param isCompressed already, so that it is stored as it is */
  async add(
    name: string,
    content: AsyncIterable<Uint8Array>,
    { at, isCompressed }: { readonly at: Date; readonly isCompressed: boolean },
  ): Promise<void> {
    const unique = this.uniqueName(name);
    const file = isCompressed ? new ZipPassThrough(unique) : new ZipDeflate(unique, { level: 6 });
    file.mtime = at;
    this.zip.add(file);
    for await (const chunk of content) file.push(chunk);
    file.push(new Uint8Array(0), true);
  }

  end(): void {
    this.zip.end();
  }

  /** What was made since the last call. */
  take(): Uint8Array[] {
    return this.chunks.splice(0);
  }

  /** Names that differ in characters which file systems do not take may be the same without them. */
  private uniqueName(name: string): string {
    const dot = name.lastIndexOf('.');
    let unique = name;
    for (let number = 2; this.names.has(unique.toLowerCase()); number += 1) {
      unique = `${name.slice(0, dot)} (${number})${name.slice(dot)}`;
    }
    this.names.add(unique.toLowerCase());
    return unique;
  }
}
