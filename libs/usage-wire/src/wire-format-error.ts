/** Why a whole request cannot be read; single bad lines or samples are {@link Rejection}s instead. */
export type WireFormatErrorCode =
  | 'truncated'
  | 'varint-overflow'
  | 'bad-tag'
  | 'bad-wire-type'
  | 'bad-symbols'
  | 'too-many-readings';

/**
 * The request as a whole is not in the format it claims to be, or exceeds a limit. Nothing of it
 * may be stored. It is the only error that the parsers of this library throw.
 */
export class WireFormatError extends Error {
  override readonly name = 'WireFormatError';

  constructor(
    readonly code: WireFormatErrorCode,
    message: string,
    /** Byte offset in the (uncompressed) body, where it is known. */
    readonly offset?: number,
  ) {
    super(offset === undefined ? message : `${message} (at byte ${String(offset)})`);
  }
}
