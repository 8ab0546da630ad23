const PAIR = /^([^=;\s]+)=([^;]*)/;
const COOKIES_MAX = 50;

/**
 * The cookies of the one origin that the client talks to. Perun keeps the resolved caller and its roles in
 * the servlet session; without the cookie it resolves them again at every call.
 */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  /** Takes in the `Set-Cookie` headers of one answer. Attributes but an expiry are of no concern here. */
  store(headers: readonly string[]): void {
    for (const header of headers) {
      const [, name, value] = PAIR.exec(header) ?? [];
      if (name === undefined || value === undefined) continue;
      if (isExpired(header)) this.#cookies.delete(name);
      else if (this.#cookies.has(name) || this.#cookies.size < COOKIES_MAX)
        this.#cookies.set(name, value.trim());
    }
  }

  get(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  /** The value of the header `Cookie`, if there are any. */
  header(): string | undefined {
    if (this.#cookies.size === 0) return undefined;
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** A server takes a cookie back by an age of 0 or a date long gone. */
function isExpired(header: string): boolean {
  if (/;\s*max-age\s*=\s*(0|-\d+)\s*(;|$)/i.test(header)) return true;
  const expires = /;\s*expires\s*=\s*([^;]+)/i.exec(header)?.[1];
  return expires !== undefined && Date.parse(expires) <= 0;
}
