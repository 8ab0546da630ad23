import {
  parseRemoteWriteV1,
  parseRemoteWriteV2,
  WireFormatError,
  type ParseOptions,
  type ReadingBatch,
} from '@os-credits/usage-wire';
import { DomainError } from '../../../platform/problems/index.js';
import type { KnownSeries } from '../application/ingestion.ports.js';
import { BadEncoding } from './decompress.js';

/** Protobuf messages of the two versions, as the `proto` parameter of the content type names them. */
const messages: Record<string, RemoteWriteVersion> = {
  'prometheus.writerequest': '1.0',
  'io.prometheus.write.v2.request': '2.0',
};

export type RemoteWriteVersion = '1.0' | '2.0';

/** Whether a content type announces protobuf, which on `/write` means remote_write. */
export function isProtobuf(contentType: string | undefined): boolean {
  return /^application\/x-protobuf\b/i.test(contentType ?? '');
}

/**
 * Which version a request speaks: by its content type alone, as the specifications ask; the version header
 * is informative.
 *
 * @throws DomainError `unsupported-media-type`
 * @see https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/#protocol
 */
export function remoteWriteVersion(
  contentType: string | undefined,
  contentEncoding: string | undefined,
): RemoteWriteVersion {
  if (!isProtobuf(contentType))
    throw unsupported(`Content-Type must be application/x-protobuf, not "${contentType ?? ''}".`);
  if ((contentEncoding ?? '').trim().toLowerCase() !== 'snappy') {
    throw unsupported(`Content-Encoding must be snappy, not "${contentEncoding ?? ''}".`);
  }
  const [, proto] = /;\s*proto="?([^;"\s]+)"?/i.exec(contentType ?? '') ?? [];
  if (proto === undefined) return '1.0';
  const version = messages[proto.toLowerCase()];
  if (version === undefined)
    throw unsupported(
      `The message "${proto}" is not known; send prometheus.WriteRequest or io.prometheus.write.v2.Request.`,
    );
  return version;
}

/**
 * @throws BadEncoding when the body is not such a message
 * @throws DomainError `payload-too-large` when it holds more readings than allowed
 */
export function parseRemoteWrite(
  version: RemoteWriteVersion,
  body: Buffer,
  options: ParseOptions<KnownSeries>,
): ReadingBatch<KnownSeries> {
  return readable(() =>
    version === '1.0' ? parseRemoteWriteV1(body, options) : parseRemoteWriteV2(body, options),
  );
}

/** Turns the wire library's one error into an answer. */
export function readable<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    if (error.code === 'too-many-readings') {
      throw new DomainError({
        code: 'payload-too-large',
        kind: 'invalid',
        message: `Nothing was stored: ${error.message}.`,
      });
    }
    throw new BadEncoding(`the body is not a write request: ${error.message}`);
  }
}

function unsupported(message: string): DomainError {
  return new DomainError({ code: 'unsupported-media-type', kind: 'invalid', message });
}
