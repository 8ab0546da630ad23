/**
 * Pseudo-random numbers in [0, 1) that depend on the key alone: the same key gives the same numbers
 * on every machine and in every run, and needs no earlier draw.
 *
 * The key is hashed with FNV-1a (32 bit), the numbers come from mulberry32; both are integer
 * arithmetic, hence exact.
 */
export function randomStream(...key: readonly (string | number)[]): () => number {
  let state = fnv1a(key.join('\u0000'));
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A whole number from `min` to `max`, both included. */
export function wholeBetween(random: () => number, min: number, max: number): number {
  return min + Math.floor(random() * (max - min + 1));
}

/** So many lower-case hexadecimal digits, as OpenStack writes its ids. */
export function hexDigits(random: () => number, count: number): string {
  return Array.from({ length: count }, () => wholeBetween(random, 0, 15).toString(16)).join('');
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x0100_0193);
  }
  return hash >>> 0;
}
