import { createGunzip } from 'node:zlib';
import { uncompressSync } from 'snappy';
import { DomainError } from '../../../platform/problems/index.js';

const CHUNK_BYTES = 64 * 1024;
const GZIP_BYTES_MIN = 18;

/** A body that is not what its Content-Encoding says. */
export class BadEncoding extends Error {}

/**
 * Inflates a gzip body, giving up as soon as it grows past the limit, so that a small body cannot make
 * the process hold more than that.
 *
 * @param bytesMax limit of the inflated size
 * @throws DomainError `payload-too-large`
 * @throws BadEncoding when it is not gzip, or cut short
 */
export async function gunzip(body: Buffer, bytesMax: number): Promise<Buffer> {
  let inflated = Buffer.allocUnsafeSlow(expectedLength(body, bytesMax));
  let size = 0;
  const inflate = createGunzip({ chunkSize: CHUNK_BYTES });
  inflate.end(body);
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      if (size + chunk.length > bytesMax) throw tooLarge(bytesMax);
      if (size + chunk.length > inflated.length)
        inflated = grown(inflated, size, Math.min(bytesMax, 2 * (size + chunk.length)));
      size += chunk.copy(inflated, size);
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new BadEncoding(
      `the body is not valid gzip: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    inflate.destroy();
  }
  return inflated.subarray(0, size);
}

/**
 * The size that gzip's trailer claims, so that the body is written to its place once. A lie costs nothing:
 * memory that is not written to is not taken, and what is written is held against the limit.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1 `ISIZE`
 */
function expectedLength(body: Buffer, bytesMax: number): number {
  const claimed = body.length < GZIP_BYTES_MIN ? 0 : body.readUInt32LE(body.length - 4);
  return Math.min(Math.max(claimed, CHUNK_BYTES), bytesMax);
}

function grown(buffer: Buffer, used: number, length: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(length);
  buffer.copy(larger, 0, 0, used);
  return larger;
}

/**
 * Uncompresses a body in Snappy's block format, which begins with its own length; that is held against
 * the limit before anything is allocated.
 *
 * @throws DomainError `payload-too-large`
 * @throws BadEncoding when it is not Snappy's block format
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
export function unsnappy(body: Buffer, bytesMax: number): Buffer {
  const announced = announcedLength(body);
  if (announced === null)
    throw new BadEncoding(
      'the body is not in Snappy block format: it does not begin with a length',
    );
  if (announced > bytesMax) throw tooLarge(bytesMax);
  // Each element yields at most 64 bytes from at least 2 (a copy), so a longer claim is a lie.
  if (announced > 64 * body.length) {
    throw new BadEncoding(
      `the body announces ${announced} bytes, more than ${body.length} can hold`,
    );
  }
  try {
    return uncompressSync(body, { asBuffer: true }) as Buffer;
  } catch (error) {
    throw new BadEncoding(
      `the body is not in Snappy block format: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The varint (at most 32 bits) that Snappy's block format begins with. */
function announcedLength(body: Buffer): number | null {
  let length = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = body[index];
    if (byte === undefined) return null;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return length < 2 ** 32 ? length : null;
  }
  return null;
}

function tooLarge(bytesMax: number): DomainError {
  return new DomainError({
    code: 'payload-too-large',
    kind: 'invalid',
    message: `The body is larger than ${bytesMax} bytes after decompression. Nothing was stored; send smaller batches.`,
  });
}
