/**
 * Decodes the UTF-8 in a latin-1 string (see `latin1`).
 *
 * @returns `undefined` if it is not well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates).
 */
export function decodeUtf8(text: string): string | undefined {
  if (isAscii(text)) return text;
  let out = '';
  for (let i = 0; i < text.length;) {
    const sequence = decodeSequence(text, i);
    if (sequence === undefined) return undefined;
    out += String.fromCodePoint(sequence.codePoint);
    i += sequence.length;
  }
  return out;
}

/** Like {@link decodeUtf8}, with U+FFFD for each byte that cannot be read: for reports only. */
export function decodeUtf8Lossy(text: string): string {
  if (isAscii(text)) return text;
  let out = '';
  for (let i = 0; i < text.length;) {
    const sequence = decodeSequence(text, i);
    out += sequence === undefined ? '\uFFFD' : String.fromCodePoint(sequence.codePoint);
    i += sequence?.length ?? 1;
  }
  return out;
}

/** Encodes as UTF-8 bytes; a lone surrogate becomes U+FFFD, as `TextEncoder` does. */
export function encodeUtf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    let code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), trail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), trail(code >> 6), trail(code));
    else bytes.push(0xf0 | (code >> 18), trail(code >> 12), trail(code >> 6), trail(code));
  }
  return bytes;
}

function trail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

function decodeSequence(
  text: string,
  at: number,
): { codePoint: number; length: number } | undefined {
  const lead = text.charCodeAt(at);
  if (lead < 0x80) return { codePoint: lead, length: 1 };
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > text.length) return undefined;
  let codePoint = lead & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = text.charCodeAt(at + i);
    if ((byte & 0xc0) !== 0x80) return undefined;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  const isOverlong = codePoint < (length === 3 ? 0x800 : length === 4 ? 0x10000 : 0x80);
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  return isOverlong || isSurrogate || codePoint > 0x10ffff ? undefined : { codePoint, length };
}
