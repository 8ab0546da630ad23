import { encodeUtf8 } from './utf8.js';

/** Writes protobuf messages for tests, benchmarks and the sandbox: simple rather than fast. */
export class ProtobufWriter {
  private bytes = new Uint8Array(256);
  private length = 0;
  private readonly scratch = new DataView(new ArrayBuffer(8));

  toBytes(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  /** An int64 or uint64; negative numbers take ten bytes. */
  varint(value: number): this {
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 0x7fn) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    return this.byte(Number(rest));
  }

  varintField(field: number, value: number): this {
    return this.varint(field << 3).varint(value);
  }

  doubleField(field: number, value: number): this {
    this.varint((field << 3) | 1);
    this.scratch.setFloat64(0, value, true);
    for (let i = 0; i < 8; i++) this.byte(this.scratch.getUint8(i));
    return this;
  }

  /** A double by its bits, for NaNs that JavaScript would not keep. */
  fixed64Field(field: number, bits: bigint): this {
    this.varint((field << 3) | 1);
    for (let i = 0n; i < 64n; i += 8n) this.byte(Number((bits >> i) & 0xffn));
    return this;
  }

  bytesField(field: number, bytes: ArrayLike<number>): this {
    this.varint((field << 3) | 2).varint(bytes.length);
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  stringField(field: number, text: string): this {
    return this.bytesField(field, encodeUtf8(text));
  }

  private byte(value: number): this {
    this.reserve(1);
    this.bytes[this.length++] = value;
    return this;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
