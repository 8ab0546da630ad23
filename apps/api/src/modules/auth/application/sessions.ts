import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { AUTH_SETTINGS, type AuthSettings } from '../../../platform/config/index.js';
import { SessionStore, type SignedInAtProvider, type StoredSession } from './auth.ports.js';
import { Sealing } from './sealing.js';

const MINUTE_MS = 60_000;

/** Sessions of people: the browser holds a random id, the database what belongs to it. */
@Injectable()
export class Sessions {
  constructor(
    private readonly store: SessionStore,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
    @Inject(AUTH_SETTINGS) private readonly settings: AuthSettings,
  ) {}

  /** Starts a session under a new id; one that the browser had before ends. */
  async start(signedIn: SignedInAtProvider, formerId: string | null): Promise<string> {
    if (formerId !== null) await this.end(formerId);
    const id = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    await this.store.add(this.sealing.sessionHash(id), {
      user: signedIn.user,
      idToken: signedIn.idToken,
      createdAt: now.toISOString(),
      expiresAt: this.expiryFrom(now, now).toISOString(),
    });
    return id;
  }

  /** The session, kept alive by being asked for; `null` where it is unknown or over. */
  async find(id: string): Promise<StoredSession | null> {
    const now = this.clock.now();
    const hash = this.sealing.sessionHash(id);
    const session = await this.store.find(hash, now);
    if (session === null) return null;
    const expiresAt = this.expiryFrom(now, new Date(session.createdAt));
    // Once a minute is enough; otherwise every request would write.
    if (expiresAt.getTime() - Date.parse(session.expiresAt) >= MINUTE_MS) {
      await this.store.extend(hash, expiresAt);
    }
    return session;
  }

  async end(id: string): Promise<void> {
    await this.store.remove(this.sealing.sessionHash(id));
  }

  async removeExpired(): Promise<void> {
    await this.store.removeExpired(this.clock.now());
  }

  csrfToken(id: string): string {
    return this.sealing.csrfToken(id);
  }

  isCsrfToken(id: string, given: string): boolean {
    const expected = Buffer.from(this.csrfToken(id));
    const actual = Buffer.from(given);
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  }

  private expiryFrom(now: Date, startedAt: Date): Date {
    const idleEndMs = now.getTime() + this.settings.SESSION_IDLE_MINUTES * MINUTE_MS;
    const lastEndMs = startedAt.getTime() + this.settings.SESSION_HOURS_MAX * 60 * MINUTE_MS;
    return new Date(Math.min(idleEndMs, lastEndMs));
  }
}
