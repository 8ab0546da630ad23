import { useState } from 'react';

/**
 * Gives a key for sending a request: the same one while the request stays the same, so that a
 * repeated press or a lost answer does nothing twice, and a new one as soon as it changes.
 */
export function useIdempotencyKey(): (request: unknown) => string {
  const [keys] = useState(() => new Map<string, string>());
  return (request) => {
    const text = JSON.stringify(request);
    const key = keys.get(text) ?? randomKey();
    keys.set(text, key);
    return key;
  };
}

/** 128 random bits. Not `crypto.randomUUID`, which browsers lack where the portal runs without TLS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
