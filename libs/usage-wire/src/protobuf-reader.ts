import { latin1 } from './latin1.js';
import { WireFormatError } from './wire-format-error.js';

/** Wire types of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/). */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const FIXED32 = 5;

const TWO_28 = 2 ** 28;
const TWO_56 = 2 ** 56;

/**
 * A cursor over one protobuf message and its sub-messages. Every read is checked against the end of
 * the message it belongs to; anything that is not well-formed throws {@link WireFormatError}.
 */
export class ProtobufReader {
  position = 0;
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The next field's tag: `fieldNumber << 3 | wireType`. */
  tag(end: number): number {
    const at = this.position;
    const tag = this.uint32(end);
    if (tag >>> 3 === 0) throw new WireFormatError('bad-tag', 'field number 0 is not allowed', at);
    return tag;
  }

  /** A varint that must fit 32 bits: tags, lengths, references. */
  uint32(end: number): number {
    const { bytes, position } = this;
    if (position < end) {
      const first = bytes[position] ?? 0;
      if (first < 0x80) {
        this.position = position + 1;
        return first;
      }
    }
    const value = this.int64(end);
    if (!(value >= 0 && value <= 0xffffffff)) {
      throw new WireFormatError('varint-overflow', 'a 32-bit number is too large', position);
    }
    return value;
  }

  /** A two's complement varint; NaN where the number is beyond ±2^53. */
  int64(end: number): number {
    const { bytes } = this;
    let low = 0;
    let middle = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      if (this.position >= end) throw this.truncated();
      const byte = bytes[this.position++] ?? 0;
      const bits = byte & 0x7f;
      if (i < 4) low |= bits << (7 * i);
      else if (i < 8) middle |= bits << (7 * (i - 4));
      else high |= bits << (7 * (i - 8));
      if (byte < 0x80) {
        if (i === 9 && byte > 1) break;
        return toSafeNumber(low, middle, high);
      }
    }
    throw new WireFormatError('varint-overflow', 'a varint exceeds 64 bits', this.position);
  }

  double(end: number): number {
    if (this.position + 8 > end) throw this.truncated();
    this.position += 8;
    return this.view.getFloat64(this.position - 8, true);
  }

  /** Whether the eight bytes before the cursor are the "series ended" NaN of Prometheus. */
  isStaleMarkerBehind(): boolean {
    const at = this.position - 8;
    return this.view.getUint32(at, true) === 2 && this.view.getUint32(at + 4, true) === 0x7ff00000;
  }

  /** Reads the length of a string or sub-message and returns where it ends. */
  lengthDelimitedEnd(end: number): number {
    const length = this.uint32(end);
    if (length > end - this.position) throw this.truncated();
    return this.position + length;
  }

  /** Like {@link lengthDelimitedEnd}, for a known field that must be length-delimited. */
  messageEnd(tag: number, end: number): number {
    this.expect(tag, LENGTH_DELIMITED);
    return this.lengthDelimitedEnd(end);
  }

  latin1(start: number, end: number): string {
    return latin1(this.bytes, start, end);
  }

  expect(tag: number, wireType: number): void {
    if ((tag & 7) === wireType) return;
    throw new WireFormatError(
      'bad-wire-type',
      `field ${String(tag >>> 3)} has wire type ${String(tag & 7)} instead of ${String(wireType)}`,
      this.position,
    );
  }

  /** Skips a field that is not known. Groups are deprecated and part of no message here. */
  skip(tag: number, end: number): void {
    switch (tag & 7) {
      case VARINT:
        this.int64(end);
        return;
      case FIXED64:
        this.advance(8, end);
        return;
      case LENGTH_DELIMITED:
        this.position = this.lengthDelimitedEnd(end);
        return;
      case FIXED32:
        this.advance(4, end);
        return;
      default:
        throw new WireFormatError(
          'bad-wire-type',
          `field ${String(tag >>> 3)} has the unsupported wire type ${String(tag & 7)}`,
          this.position,
        );
    }
  }

  private advance(bytes: number, end: number): void {
    if (this.position + bytes > end) throw this.truncated();
    this.position += bytes;
  }

  private truncated(): WireFormatError {
    return new WireFormatError('truncated', 'the message ends too early', this.position);
  }
}

function toSafeNumber(low: number, middle: number, high: number): number {
  // Bits 56 to 63, signed: −1 for small negative numbers, 0 for small positive ones.
  const top = (high << 24) >> 24;
  const value =
    top === -1 ? (middle - TWO_28) * TWO_28 + low : top * TWO_56 + middle * TWO_28 + low;
  return Number.isSafeInteger(value) ? value : NaN;
}
