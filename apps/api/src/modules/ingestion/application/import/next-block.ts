import { importRefused } from './import-fault.js';
import { readBlock, type FileOptions, type FilePosition, type ReadBlock } from './read-block.js';
import { type TextBlocks } from './text-blocks.js';

/** Some thousand readings: a transaction of its own, and what an attempt may lose. */
const BLOCK_BYTES = 512 * 1024;
/** Longer lines than this are none; InfluxDB's strings may span lines up to here. */
const LINE_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Reads what follows a position, as much as makes a batch.
 *
 * @returns `null` at the end of the file
 * @throws DomainError `invalid-request` where a line has no end
 */
export async function nextBlock(
  blocks: TextBlocks,
  position: FilePosition,
  options: FileOptions,
): Promise<ReadBlock | null> {
  for (let size = BLOCK_BYTES; ; size *= 2) {
    const ahead = await blocks.peek(size + 1);
    if (ahead.bytes.length === 0) return null;
    const bytes = ahead.bytes.subarray(0, size);
    const isLast = ahead.isLast && bytes.length === ahead.bytes.length;
    const read =
      size > LINE_BYTES_MAX
        ? readOneLine(bytes, position, options)
        : readBlock({ bytes, isLast, position }, options);
    const consumed = read.position.offset - position.offset;
    if (consumed === 0) continue;
    blocks.take(consumed);
    return read;
  }
}

/** A quote that is never closed is a fault of its own line. */
function readOneLine(bytes: Buffer, position: FilePosition, options: FileOptions): ReadBlock {
  const lineFeed = bytes.indexOf('\n');
  if (lineFeed < 0) {
    throw importRefused(
      `Line ${position.line} is longer than ${LINE_BYTES_MAX} bytes: this is no file of readings. What was before it stays.`,
    );
  }
  return readBlock({ bytes: bytes.subarray(0, lineFeed + 1), isLast: true, position }, options);
}
