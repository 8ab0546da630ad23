import { type SignedInUser } from './principal.js';

export interface StoredSession {
  readonly user: SignedInUser;
  /** Needed to end the session at the provider too. */
  readonly idToken: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
}

export abstract class SessionStore {
  abstract add(idHash: Buffer, session: StoredSession): Promise<void>;
  abstract find(idHash: Buffer, now: Date): Promise<StoredSession | null>;
  abstract extend(idHash: Buffer, expiresAt: Date): Promise<void>;
  abstract remove(idHash: Buffer): Promise<void>;
  abstract removeExpired(now: Date): Promise<void>;
}

export type AccessTokenKind = 'ingest' | 'api';

/** An access token without its secret, which nobody knows but its owner. */
export interface AccessToken {
  readonly id: string;
  readonly kind: AccessTokenKind;
  readonly name: string;
  /** Ingest tokens: sites it may write for; `null` = every site. */
  readonly siteNames: readonly string[] | null;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

export abstract class AccessTokenStore {
  abstract add(token: AccessToken, secretHash: Buffer): Promise<void>;
  abstract findBySecret(kind: AccessTokenKind, secretHash: Buffer): Promise<AccessToken | null>;
  abstract list(kind: AccessTokenKind): Promise<AccessToken[]>;
  /** False where there is no such token that still stood. */
  abstract revoke(kind: AccessTokenKind, id: string, now: Date): Promise<boolean>;
  abstract touch(id: string, now: Date): Promise<void>;
}

/** What a browser carries from the start of a sign-in to its end. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnTo: string;
}

export interface SignedInAtProvider {
  readonly user: SignedInUser;
  readonly idToken: string | null;
}

export abstract class IdentityProvider {
  /** @throws DomainError `identity-provider-failed` where the provider does not answer properly */
  abstract startUrl(attempt: SignInAttempt): Promise<URL>;
  /**
   * @param callbackUrl the address the provider sent the browser to, with its query
   * @throws SignInRefused where the provider says no; DomainError where it does not answer properly
   */
  abstract finish(callbackUrl: URL, attempt: SignInAttempt): Promise<SignedInAtProvider>;
  /** Where the session at the provider ends; `null` where the provider has no such page. */
  abstract endUrl(idToken: string | null): Promise<URL | null>;
}

/** The provider answered, and the answer is no: consent withheld, account locked, attempt too old. */
export class SignInRefused extends Error {
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`the identity provider refused the sign-in: ${reason}`, options);
    this.name = 'SignInRefused';
  }
}
