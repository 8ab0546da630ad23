import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { AccessTokenStore, type AccessToken, type AccessTokenKind } from './auth.ports.js';

/** How long a revoked token may still be taken, and an unknown one still refused, by this process. */
const CACHE_MS_MAX = 10_000;
const CACHE_ENTRIES_MAX = 10_000;
/** `last_used_at` is for people who clean up: a minute is exact enough, and spares a write per request. */
const LAST_USED_STEP_MS = 60_000;

export interface NewAccessToken {
  readonly kind: AccessTokenKind;
  readonly name: string;
  readonly createdBy: string;
  readonly siteNames?: readonly string[] | null;
  readonly scopes?: readonly string[];
  readonly expiresAt?: Date | null;
}

interface CacheEntry {
  readonly token: AccessToken | null;
  readonly untilMs: number;
}

/** Tokens for machines: made once, shown once, kept as a hash. */
@Injectable()
export class AccessTokens {
  private readonly logger = new Logger('AccessTokens');
  private readonly cache = new Map<string, CacheEntry>();
  private readonly touchedAtMs = new Map<string, number>();

  constructor(
    private readonly store: AccessTokenStore,
    private readonly clock: Clock,
  ) {}

  /** Makes a token. The secret is in the answer and nowhere else. */
  async create(input: NewAccessToken): Promise<{ token: AccessToken; secret: string }> {
    const secret = `osc_${input.kind}_${randomBytes(32).toString('base64url')}`;
    const token: AccessToken = {
      id: randomUUID(),
      kind: input.kind,
      name: input.name,
      siteNames: input.siteNames ?? null,
      scopes: input.scopes ?? [],
      createdAt: this.clock.now().toISOString(),
      createdBy: input.createdBy,
      expiresAt: input.expiresAt?.toISOString() ?? null,
      revokedAt: null,
      lastUsedAt: null,
    };
    await this.store.add(token, hashOf(secret));
    return { token, secret };
  }

  /** All tokens of a kind, newest first, revoked ones too. */
  list(kind: AccessTokenKind): Promise<AccessToken[]> {
    return this.store.list(kind);
  }

  /** False where no such token stood. Other processes notice within ten seconds. */
  async revoke(kind: AccessTokenKind, id: string): Promise<boolean> {
    this.cache.clear();
    return this.store.revoke(kind, id, this.clock.now());
  }

  /**
   * The token that a secret belongs to; `null` where it is unknown, revoked, expired or of another kind.
   *
   * @throws DomainError `database-unavailable`
   */
  async verify(kind: AccessTokenKind, secret: string): Promise<AccessToken | null> {
    const token = await this.find(kind, secret);
    const now = this.clock.now();
    if (token === null || token.revokedAt !== null || hasPassed(token.expiresAt, now)) return null;
    this.touch(token, now);
    return token;
  }

  private async find(kind: AccessTokenKind, secret: string): Promise<AccessToken | null> {
    const hash = hashOf(secret);
    const key = `${kind}:${hash.toString('base64')}`;
    const nowMs = this.clock.now().getTime();
    const cached = this.cache.get(key);
    if (cached !== undefined && nowMs < cached.untilMs) return cached.token;
    const token = await this.store.findBySecret(kind, hash);
    // Wrong secrets are remembered too, so their number must be bounded.
    if (this.cache.size >= CACHE_ENTRIES_MAX) this.cache.clear();
    this.cache.set(key, { token, untilMs: nowMs + CACHE_MS_MAX });
    return token;
  }

  private touch(token: AccessToken, now: Date): void {
    const touchedAtMs = this.touchedAtMs.get(token.id) ?? 0;
    if (now.getTime() - touchedAtMs < LAST_USED_STEP_MS) return;
    this.touchedAtMs.set(token.id, now.getTime());
    this.store.touch(token.id, now).catch((error: unknown) => {
      this.logger.warn({ err: error, tokenId: token.id }, 'could not note that a token was used');
    });
  }
}

/** Secrets have 256 random bits, so a plain hash is as good as a slow one. */
function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function hasPassed(instant: string | null, now: Date): boolean {
  return instant !== null && Date.parse(instant) <= now.getTime();
}
