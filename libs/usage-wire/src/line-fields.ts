import { canonicalDecimal, canonicalInteger, type ValueFault } from './decimal.js';
import { unescapeName } from './line-protocol-series.js';

const BACKSLASH = 92;
const COMMA = 44;
const EQUALS = 61;
const QUOTE = 34;
const SPACE = 32;
const TAB = 9;
const NUL = 0;
const CR = 13;
const BOOLEAN = /^(?:t|T|true|True|TRUE|f|F|false|False|FALSE)$/;

/** How far a scan came: the line is malformed, or goes on beyond the text at hand. */
export type ScanOutcome = 'complete' | 'malformed' | 'needs-more-text';

/** Skips what InfluxDB takes as blank between the sections of a line: space, tab, NUL. */
export function skipBlank(text: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code !== SPACE && code !== TAB && code !== NUL) break;
    at++;
  }
  return at;
}

/**
 * Scans the field set and the timestamp of a line. One instance serves all lines of a text; it
 * remembers where the next quote is, so that lines without strings never look for one again.
 */
export class FieldScanner {
  /** End of the logical line (its line feed, or the end of the text): moves on over strings. */
  lineEnd = 0;
  /** The wanted field's canonical value, its fault, or `undefined` if the line does not have it. */
  value: string | ValueFault | undefined;
  timeStart = 0;
  timeEnd = 0;
  /** What is wrong with the line, after `malformed`. */
  detail = '';
  private contentEnd = 0;
  private nextQuote = -1;
  private quoteSearchedFrom = 0;
  private fieldEnd = 0;

  constructor(
    private readonly text: string,
    private readonly isLast: boolean,
    private readonly wantedRaw: string,
  ) {}

  /** Whether a string may start before `end`. */
  hasQuoteBefore(from: number, end: number): boolean {
    return this.quoteFrom(from) < end;
  }

  /** Scans from the end of the series key; `lineEnd` is the first line feed after it. */
  scan(from: number, lineEnd: number): ScanOutcome {
    this.value = undefined;
    this.setLineEnd(lineEnd);
    let at = skipBlank(this.text, from, this.contentEnd);
    if (at >= this.contentEnd) return this.malformed('the line has no fields');
    for (;;) {
      const outcome = this.scanField(at);
      if (outcome !== 'complete') return outcome;
      at = this.fieldEnd;
      if (at >= this.contentEnd || this.text.charCodeAt(at) === SPACE) break;
      if (this.text.charCodeAt(at) !== COMMA) {
        return this.malformed('a comma or a space must follow a field value');
      }
      at++;
    }
    return this.scanTime(at);
  }

  private scanField(start: number): ScanOutcome {
    const equals = this.keyEnd(start);
    if (equals < 0) return this.malformed('a field is not of the form key=value');
    if (equals === start) return this.malformed('a field has no key');
    const isWanted = this.isWanted(start, equals);
    if (this.text.charCodeAt(equals + 1) === QUOTE && equals + 1 < this.contentEnd) {
      const outcome = this.scanString(equals + 2);
      if (outcome !== 'complete' || !isWanted) return outcome;
      this.value = {
        reason: 'value-not-numeric',
        detail: `field ${this.wantedRaw} is a string, not a number`,
      };
      return 'complete';
    }
    return this.scanToken(equals + 1, isWanted);
  }

  private scanToken(start: number, isWanted: boolean): ScanOutcome {
    const { text, contentEnd } = this;
    let end = start;
    while (end < contentEnd) {
      const code = text.charCodeAt(end);
      if (code === COMMA || code === SPACE) break;
      end++;
    }
    this.fieldEnd = end;
    if (end === start) return this.malformed('a field has no value');
    const value = readToken(text.slice(start, end));
    if (isWanted) this.value = value;
    else if (typeof value !== 'string' && value.reason === 'bad-value') {
      return this.malformed(value.detail);
    }
    return 'complete';
  }

  /** From behind the opening quote to behind the closing one; strings may contain line feeds. */
  private scanString(start: number): ScanOutcome {
    let quote = this.quoteFrom(start);
    while (quote !== Infinity && this.isEscaped(quote, start)) quote = this.quoteFrom(quote + 1);
    if (quote === Infinity) {
      return this.isLast ? this.malformed('a quote is never closed') : 'needs-more-text';
    }
    this.fieldEnd = quote + 1;
    if (quote < this.lineEnd) return 'complete';
    const lineFeed = this.text.indexOf('\n', quote);
    if (lineFeed < 0 && !this.isLast) return 'needs-more-text';
    this.setLineEnd(lineFeed < 0 ? this.text.length : lineFeed);
    return 'complete';
  }

  private scanTime(from: number): ScanOutcome {
    const { text, contentEnd } = this;
    const start = skipBlank(text, from, contentEnd);
    let end = start;
    while (end < contentEnd && text.charCodeAt(end) !== SPACE) end++;
    this.timeStart = start;
    this.timeEnd = end;
    return skipBlank(text, end, contentEnd) < contentEnd
      ? this.malformed('something follows the timestamp')
      : 'complete';
  }

  private keyEnd(start: number): number {
    const { text, contentEnd } = this;
    for (let i = start; i < contentEnd; i++) {
      const code = text.charCodeAt(i);
      if (code !== EQUALS && code !== COMMA && code !== SPACE) continue;
      if (i > start && text.charCodeAt(i - 1) === BACKSLASH) continue;
      return code === EQUALS ? i : -1;
    }
    return -1;
  }

  private isWanted(start: number, end: number): boolean {
    const { text, wantedRaw } = this;
    if (end - start === wantedRaw.length && text.startsWith(wantedRaw, start)) return true;
    const key = text.slice(start, end);
    return key.includes('\\') && unescapeName(key) === wantedRaw;
  }

  /** In strings a backslash escapes a quote and itself: an odd number of them hides the quote. */
  private isEscaped(quote: number, start: number): boolean {
    let first = quote;
    while (first > start && this.text.charCodeAt(first - 1) === BACKSLASH) first--;
    return (quote - first) % 2 === 1;
  }

  /**
   * The first quote at or after `from`. A malformed line is left at its first line feed, maybe
   * before a quote that was already passed: then the memory is of no use and the search starts anew.
   */
  private quoteFrom(from: number): number {
    if (from < this.quoteSearchedFrom || from > this.nextQuote) {
      const found = this.text.indexOf('"', from);
      this.nextQuote = found < 0 ? Infinity : found;
      this.quoteSearchedFrom = from;
    }
    return this.nextQuote;
  }

  private setLineEnd(lineEnd: number): void {
    this.lineEnd = lineEnd;
    this.contentEnd = contentEnd(this.text, lineEnd);
  }

  private malformed(detail: string): ScanOutcome {
    this.detail = detail;
    return 'malformed';
  }
}

/** The end of a line's content: a carriage return before the line feed belongs to the line end. */
export function contentEnd(text: string, lineEnd: number): number {
  return lineEnd > 0 && text.charCodeAt(lineEnd - 1) === CR ? lineEnd - 1 : lineEnd;
}

function readToken(token: string): string | ValueFault {
  const last = token.charCodeAt(token.length - 1);
  // Digits end nearly all values; "i" and "u" are integer suffixes, and no number ends in a letter.
  if (last >= 48 && last <= 57) return canonicalDecimal(token);
  if (token.endsWith('i') || token.endsWith('u')) return canonicalInteger(token);
  if (BOOLEAN.test(token)) {
    return { reason: 'value-not-numeric', detail: `${token} is a boolean, not a number` };
  }
  return canonicalDecimal(token);
}
