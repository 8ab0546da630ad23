const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const SPACE = 0x20;
const DEL = 0x7f;
const SMALL_N = 0x6e;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);
/** A call into the runtime is worth it for long texts that begin alike. */
const COMPARED_HERE = 24;
const NULL = Buffer.from('null');

/** A place in bytes of JSON text (RFC 8259) that moves over what it reads, and stays where it cannot. */
export class ByteCursor {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;

  /** Looks at other bytes. */
  open(bytes: Buffer, at: number): void {
    this.#bytes = bytes;
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  goBackTo(at: number): void {
    this.#at = at;
  }

  isAt(byte: number): boolean {
    return this.#bytes[this.#at] === byte;
  }

  /** Moves over these bytes; false where others are there. */
  passes(part: Buffer): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    const { length } = part;
    if (at + length > bytes.length) return false;
    const few = Math.min(length, COMPARED_HERE);
    for (let index = 0; index < few; index += 1)
      if (bytes[at + index] !== part[index]) return false;
    if (few < length && bytes.compare(part, few, length, at + few, at + length) !== 0) return false;
    this.#at = at + length;
    return true;
  }

  /** Moves behind the next occurrence of these bytes, if it is that near, and gives the text up to there. */
  textThrough(part: Buffer, bytesMax: number): string | undefined {
    const found = this.#bytes.indexOf(part, this.#at);
    if (found === -1 || found - this.#at > bytesMax) return undefined;
    return this.#decoded(found + part.length);
  }

  /** Moves over a value; undefined where there is none, or it does not end within these bytes. */
  value(): unknown {
    const first = this.#bytes[this.#at];
    if (first === SMALL_N && this.passes(NULL)) return null;
    const plain = first === QUOTE ? this.#plainText() : undefined;
    if (plain !== undefined) return plain;
    const text = this.#decoded(this.#endOfValue());
    return text === undefined ? undefined : parsed(text);
  }

  /** A string without escapes and of ASCII only, as nearly all are. */
  #plainText(): string | undefined {
    const bytes = this.#bytes;
    const start = this.#at + 1;
    let at = start;
    for (;;) {
      const byte = bytes[at] ?? DEL;
      if (byte === QUOTE) break;
      if (byte < SPACE || byte >= DEL || byte === BACKSLASH) return undefined;
      at += 1;
    }
    this.#at = at + 1;
    return bytes.toString('latin1', start, at);
  }

  /** The place after the value; whether it is one is JSON.parse's to say. */
  #endOfValue(): number {
    const bytes = this.#bytes;
    let depth = 0;
    let isInString = false;
    for (let at = this.#at; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (isInString) {
        if (byte === BACKSLASH) at += 1;
        else if (byte === QUOTE) isInString = false;
      } else if (byte === QUOTE) isInString = true;
      else if (OPENING.has(byte)) depth += 1;
      else if (CLOSING.has(byte)) depth -= 1;
      if (depth < 0 || (depth === 0 && byte === COMMA && !isInString)) return at;
    }
    return -1;
  }

  #decoded(end: number): string | undefined {
    if (end === -1) return undefined;
    try {
      const text = this.#decoder.decode(this.#bytes.subarray(this.#at, end));
      this.#at = end;
      return text;
    } catch {
      return undefined;
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
