const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Takes a JSON list (RFC 8259) apart into its items while it arrives in pieces of any size. It only finds
 * where an item ends; whether the item is well-formed is JSON.parse's to say. All structural characters
 * are ASCII, which never occurs inside a longer character of UTF-8, so bytes can be looked at one by one.
 */
export class JsonListSplitter {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #onItem: (item: unknown) => void;
  /** Pieces of the item that the earlier chunks ended in. */
  #begun: Uint8Array[] = [];
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #items = 0;
  #state: 'open' | 'closed' | 'broken' = 'open';

  constructor(onItem: (item: unknown) => void) {
    this.#onItem = onItem;
  }

  /** @throws what `onItem` throws */
  write(chunk: Uint8Array): void {
    const { length } = chunk;
    let start = 0;
    let at = this.#isEscaped && length > 0 ? 1 : 0;
    if (at === 1) this.#isEscaped = false;
    // A field of its own for each byte would cost more than all else.
    let depth = this.#depth;
    let isInString = this.#isInString;
    while (at < length) {
      if (isInString) {
        const after = this.#pastString(chunk, at);
        isInString = after === -1;
        if (isInString) break;
        at = after;
        continue;
      }
      const byte = chunk[at] ?? 0;
      if (byte === QUOTE) isInString = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        depth += 1;
        if (depth === 1) start = this.#open(chunk.subarray(start, at), at);
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        depth -= 1;
        if (depth === 0) start = this.#close(chunk.subarray(start, at), at, byte);
      } else if (byte === COMMA && depth === 1) {
        this.#take(chunk.subarray(start, at), true);
        start = at + 1;
      }
      at += 1;
    }
    this.#depth = depth;
    this.#isInString = isInString;
    if (start < length) this.#begun.push(chunk.slice(start));
  }

  /** The place after the string that `from` lies in; -1 where the chunk ends within it. */
  #pastString(chunk: Uint8Array, from: number): number {
    const { length } = chunk;
    let at = from;
    while (at < length) {
      const byte = chunk[at];
      if (byte === QUOTE) return at + 1;
      at += byte === BACKSLASH ? 2 : 1;
    }
    this.#isEscaped = at > length;
    return -1;
  }

  /** Whether the list was closed, every item was well-formed, and nothing but space came after it. */
  end(): 'complete' | 'broken' {
    return this.#state === 'closed' && this.#rest(new Uint8Array())?.trim() === ''
      ? 'complete'
      : 'broken';
  }

  #open(before: Uint8Array, at: number): number {
    if (this.#state !== 'open' || this.#rest(before)?.trim() !== '') this.#state = 'broken';
    return at + 1;
  }

  #close(last: Uint8Array, at: number, byte: number): number {
    this.#take(last, this.#items > 0);
    if (byte !== CLOSE_LIST) this.#state = 'broken';
    if (this.#state === 'open') this.#state = 'closed';
    return at + 1;
  }

  /** An empty text is no item, but between commas there must be one. */
  #take(last: Uint8Array, isRequired: boolean): void {
    const text = this.#rest(last);
    if (this.#state !== 'open' || (!isRequired && text?.trim() === '')) return;
    const item = text === undefined ? undefined : parsed(text);
    if (item === undefined) {
      this.#state = 'broken';
      return;
    }
    this.#items += 1;
    this.#onItem(item.json);
  }

  /** The text since the last mark; undefined when it is not UTF-8. */
  #rest(last: Uint8Array): string | undefined {
    const bytes = this.#begun.length === 0 ? last : Buffer.concat([...this.#begun, last]);
    this.#begun = [];
    try {
      return this.#decoder.decode(bytes);
    } catch {
      return undefined;
    }
  }
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
