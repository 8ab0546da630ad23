import type { Adapter, AdapterPayload } from 'oidc-provider';

const ENTRIES_MAX = 5_000;

interface Entry {
  readonly payload: AdapterPayload;
  readonly expiresAtMs: number;
}

/**
 * What the OpenID provider must remember (sessions, codes, tokens), in memory and bounded: the
 * oldest entry goes first. A restart signs everybody out, which is fine for a sandbox.
 */
export class SessionStore {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly nowMs: () => number = () => Date.now()) {}

  /** The part of the store for one kind of artefact, as oidc-provider asks for it. */
  adapterFor(kind: string): Adapter {
    const keyOf = (id: string): string => `${kind}:${id}`;
    const asPromise = <T>(act: () => T): Promise<T> => Promise.resolve(act());
    return {
      upsert: (id, payload, expiresInSeconds) =>
        asPromise(() => this.put(keyOf(id), payload, expiresInSeconds)),
      find: (id) => asPromise(() => this.get(keyOf(id))),
      findByUid: (uid) => asPromise(() => this.first(kind, (payload) => payload.uid === uid)),
      findByUserCode: (code) =>
        asPromise(() => this.first(kind, (payload) => payload.userCode === code)),
      consume: (id) => asPromise(() => this.consume(keyOf(id))),
      destroy: (id) => asPromise(() => void this.entries.delete(keyOf(id))),
      revokeByGrantId: (grantId) => asPromise(() => this.revokeGrant(grantId)),
    };
  }

  private put(key: string, payload: AdapterPayload, expiresInSeconds: number | undefined): void {
    const expiresAtMs =
      expiresInSeconds === undefined ? Infinity : this.nowMs() + expiresInSeconds * 1000;
    this.entries.delete(key);
    this.entries.set(key, { payload, expiresAtMs });
    if (this.entries.size > ENTRIES_MAX) this.dropOldest();
  }

  private get(key: string): AdapterPayload | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresAtMs > this.nowMs()) return entry.payload;
    this.entries.delete(key);
    return undefined;
  }

  private first(
    kind: string,
    matches: (payload: AdapterPayload) => boolean,
  ): AdapterPayload | undefined {
    for (const key of this.entries.keys()) {
      if (!key.startsWith(`${kind}:`)) continue;
      const payload = this.get(key);
      if (payload !== undefined && matches(payload)) return payload;
    }
    return undefined;
  }

  private consume(key: string): void {
    const payload = this.get(key);
    if (payload !== undefined) payload.consumed = Math.floor(this.nowMs() / 1000);
  }

  private revokeGrant(grantId: string): void {
    for (const [key, entry] of this.entries) {
      if (entry.payload.grantId === grantId) this.entries.delete(key);
    }
  }

  private dropOldest(): void {
    const oldest = this.entries.keys().next();
    if (oldest.done !== true) this.entries.delete(oldest.value);
  }
}
