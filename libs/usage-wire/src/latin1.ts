const CHUNK = 8192;

/**
 * Bytes as a string of the same length, one character (U+0000–U+00FF) per byte. Always a fresh flat
 * string, so that it may be kept without keeping the request's body alive. Node's `Buffer` brings a
 * native way; any other `Uint8Array` works too.
 */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  if (hasLatin1Slice(bytes)) return bytes.latin1Slice(start, end);
  let text = '';
  for (let at = start; at < end; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + CHUNK)));
  }
  return text;
}

interface WithLatin1Slice {
  latin1Slice(start: number, end: number): string;
}

function hasLatin1Slice(bytes: Uint8Array): bytes is Uint8Array & WithLatin1Slice {
  return 'latin1Slice' in bytes;
}
