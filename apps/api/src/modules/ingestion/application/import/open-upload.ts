import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { importRefused } from './import-fault.js';

/** What a file may inflate to; it streams, so this bounds time rather than memory. */
const INFLATED_BYTES_MAX = 4 * 1024 ** 3;
const CHUNK_BYTES = 64 * 1024;

/** Beginnings of files that people take for tables. */
const OTHER_FILES: readonly (readonly [bytes: readonly number[], advice: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'is a ZIP archive or a spreadsheet: save the sheet as "CSV UTF-8"'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'is an old spreadsheet: save the sheet as "CSV UTF-8"'],
  [[0xff, 0xfe], 'is UTF-16 text: save it as UTF-8'],
  [[0xfe, 0xff], 'is UTF-16 text: save it as UTF-8'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'is compressed with zstd: send it as gzip, or as it is'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'is compressed with xz: send it as gzip, or as it is'],
  [[0x42, 0x5a, 0x68], 'is compressed with bzip2: send it as gzip, or as it is'],
];

/**
 * The text of an uploaded file, in pieces: inflated where it is gzip, whatever its name.
 *
 * @throws DomainError `invalid-request` for other kinds of files, broken gzip and what inflates without bounds
 */
export async function* openUpload(
  upload: AsyncIterable<Uint8Array>,
  inflatedBytesMax = INFLATED_BYTES_MAX,
): AsyncGenerator<Buffer> {
  const chunks = upload[Symbol.asyncIterator]();
  const { head, isEnded } = await headOf(chunks);
  const other = OTHER_FILES.find(([bytes]) => startsWith(head, bytes));
  if (other !== undefined) throw importRefused(`The file ${other[1]}. Nothing was imported.`);
  const content = withHead(head, isEnded ? null : chunks);
  if (!startsWith(head, [0x1f, 0x8b])) yield* content;
  else yield* inflated(content, inflatedBytesMax);
}

async function headOf(
  chunks: AsyncIterator<Uint8Array>,
): Promise<{ head: Buffer; isEnded: boolean }> {
  let head = Buffer.alloc(0);
  while (head.length < 8) {
    const next = await chunks.next();
    if (next.done === true) return { head, isEnded: true };
    head = Buffer.concat([head, next.value]);
  }
  return { head, isEnded: false };
}

async function* withHead(
  head: Buffer,
  rest: AsyncIterator<Uint8Array> | null,
): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  if (rest === null) return;
  for (;;) {
    const next = await rest.next();
    if (next.done === true) return;
    yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
  }
}

async function* inflated(content: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<Buffer> {
  const source = Readable.from(content, { objectMode: false });
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  let size = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > bytesMax) {
        throw importRefused(
          `The file inflates to more than ${bytesMax} bytes. Split it; what was imported before stays.`,
        );
      }
      yield chunk;
    }
  } catch (error) {
    throw isZlibFault(error)
      ? importRefused(`The file is broken gzip (${error.message}); what was before that stays.`)
      : error;
  } finally {
    gunzip.destroy();
    source.destroy();
  }
}

/** Not `instanceof`: errors of Node's own modules may be of another realm. */
function isZlibFault(error: unknown): error is Error {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    String(error.code).startsWith('Z_')
  );
}

function startsWith(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}
