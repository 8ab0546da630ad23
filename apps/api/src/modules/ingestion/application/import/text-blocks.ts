/**
 * A text in blocks: shows some bytes ahead, of which the reader takes what makes whole lines. Holds no more
 * than the block that was asked for and the piece that completed it.
 */
export class TextBlocks {
  private held: Buffer = Buffer.alloc(0);
  private isEnded = false;

  constructor(private readonly source: AsyncIterator<Buffer>) {}

  /** @returns at least `bytesMin` bytes, or everything that is left (`isLast`) */
  async peek(bytesMin: number): Promise<{ bytes: Buffer; isLast: boolean }> {
    const pieces = [this.held];
    let size = this.held.length;
    while (size < bytesMin && !this.isEnded) {
      const next = await this.source.next();
      if (next.done === true) this.isEnded = true;
      else {
        pieces.push(next.value);
        size += next.value.length;
      }
    }
    if (pieces.length > 1) this.held = Buffer.concat(pieces, size);
    return { bytes: this.held, isLast: this.isEnded };
  }

  take(bytes: number): void {
    this.held = this.held.subarray(bytes);
  }

  /** Leaves out what an earlier attempt has read. */
  async skip(bytes: number): Promise<void> {
    let left = bytes;
    while (left > 0) {
      const { bytes: held, isLast } = await this.peek(1);
      const taken = Math.min(left, held.length);
      this.take(taken);
      left -= taken;
      if (isLast && taken === 0) throw new Error(`the file ends ${left} bytes too early`);
    }
  }
}
