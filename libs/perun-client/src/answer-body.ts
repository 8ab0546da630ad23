import { JsonListSplitter } from './json-list-splitter.js';

export interface ReadBody {
  /** The whole body; undefined when it is not UTF-8, or was taken apart as a list. */
  readonly text: string | undefined;
  /** Whether the body was taken apart as a list, and if so whether it was well-formed to its end. */
  readonly list: 'complete' | 'broken' | undefined;
}

const LIST_START = 0x5b;
const SPACES: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20]);

/**
 * Takes in a body piece by piece. With `onItem`, a body that is a list is not kept: each of its items is
 * passed on as soon as it is complete, so that a list of many megabytes is never in memory as text.
 */
export class AnswerBody {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #onItem: ((item: unknown) => void) | undefined;
  #splitter: JsonListSplitter | undefined;
  #text: string | undefined = '';
  #isDecided = false;

  constructor(onItem?: (item: unknown) => void) {
    this.#onItem = onItem;
  }

  /** @throws what `onItem` throws */
  write(chunk: Uint8Array): void {
    this.#decide(chunk);
    if (this.#splitter !== undefined) this.#splitter.write(chunk);
    else this.#append(() => this.#decoder.decode(chunk, { stream: true }));
  }

  end(): ReadBody {
    if (this.#splitter !== undefined) return { text: undefined, list: this.#splitter.end() };
    this.#append(() => this.#decoder.decode());
    return { text: this.#text, list: undefined };
  }

  /** The first character that is no space says whether it is a list. */
  #decide(chunk: Uint8Array): void {
    if (this.#isDecided || this.#onItem === undefined) return;
    const first = chunk.find((byte) => !SPACES.has(byte));
    if (first === undefined) return;
    this.#isDecided = true;
    if (first === LIST_START) this.#splitter = new JsonListSplitter(this.#onItem);
  }

  #append(next: () => string): void {
    if (this.#text === undefined) return;
    try {
      this.#text += next();
    } catch {
      this.#text = undefined;
    }
  }
}
