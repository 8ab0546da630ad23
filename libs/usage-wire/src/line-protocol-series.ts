import type { ValueFault } from './decimal.js';
import { LabelSet, METRIC_LABEL, SERIES_BYTES_MAX, SERIES_TOO_LONG } from './label-rules.js';
import type { Labels, WireLimits } from './reading-batch.js';
import { decodeUtf8, decodeUtf8Lossy } from './utf8.js';

const BACKSLASH = 92;
const COMMA = 44;
const EQUALS = 61;

/**
 * Position of the first `code` in `text[from, end)` that no backslash precedes, or -1. A backslash
 * is itself never escaped in names (InfluxDB: "line protocol does not require escaping backslashes").
 */
export function indexOfUnescaped(text: string, code: number, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    if (text.charCodeAt(i) === code && (i === from || text.charCodeAt(i - 1) !== BACKSLASH)) {
      return i;
    }
  }
  return -1;
}

/** The measurement in a raw series key; `undefined` if it is not UTF-8. */
export function measurementOf(key: string): string | undefined {
  const end = indexOfUnescaped(key, COMMA, 0, key.length);
  return decodeUtf8(unescape(end < 0 ? key : key.slice(0, end), /\\([, ])/g));
}

/** Field keys and tags escape comma, equals sign and space; any other backslash stands for itself. */
export function unescapeName(text: string): string {
  return unescape(text, /\\([,= ])/g);
}

/**
 * Decodes `measurement[,tag=value…]`. The measurement becomes the label `__name__`; a tag of that
 * name, which InfluxDB adds to what it received by remote_write, says the same and is left out.
 *
 * @param key latin-1, from the line's first byte to its first unescaped space
 */
export function decodeSeriesKey(key: string, limits: WireLimits): Labels | ValueFault {
  if (key.length > SERIES_BYTES_MAX) return SERIES_TOO_LONG;
  const set = new LabelSet(limits);
  const measurementEnd = indexOfUnescaped(key, COMMA, 0, key.length);
  if (measurementEnd === 0) return syntax('the measurement is missing');
  const measurement = measurementEnd < 0 ? key : key.slice(0, measurementEnd);
  set.add(METRIC_LABEL, unescape(measurement, /\\([, ])/g));
  for (let at = measurementEnd; at >= 0;) {
    const end = indexOfUnescaped(key, COMMA, at + 1, key.length);
    const fault = addTag(set, key.slice(at + 1, end < 0 ? key.length : end));
    if (fault !== undefined) return fault;
    at = end;
  }
  return set.fault ?? set.labels;
}

function addTag(set: LabelSet, tag: string): ValueFault | undefined {
  const equals = indexOfUnescaped(tag, EQUALS, 0, tag.length);
  if (equals === 0 || tag === '') return syntax('a tag has no key');
  const value = tag.slice(equals + 1);
  if (equals < 0 || value === '') return syntax(`the tag ${decodeUtf8Lossy(tag)} has no value`);
  if (indexOfUnescaped(value, EQUALS, 0, value.length) >= 0) {
    return syntax(`the tag ${decodeUtf8Lossy(tag)} has an unescaped "="`);
  }
  const name = unescapeName(tag.slice(0, equals));
  if (name !== METRIC_LABEL) set.add(name, unescapeName(value));
  return undefined;
}

function unescape(text: string, escapes: RegExp): string {
  return text.includes('\\') ? text.replace(escapes, '$1') : text;
}

function syntax(detail: string): ValueFault {
  return { reason: 'syntax', detail };
}
