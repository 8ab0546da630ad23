import { inspect } from 'node:util';

/**
 * How the front end of Perun knows us. Perun itself checks nothing of this: the web server in front does,
 * so Basic and bearer may work under any prefix (`krb` commonly takes Basic).
 */
export type PerunCredentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | {
      readonly kind: 'bearer';
      /** The access token, or where to get the current one; asked before each attempt. */
      readonly token: string | ((signal: AbortSignal) => Promise<string>);
    };

const TOKEN = /^[\x21-\x7e]+$/;
const HIDDEN = '***';
/** What is shorter is part of ordinary words, and taking it out would only make texts unreadable. */
const SECRET_CHARACTERS_MIN = 4;

/** Holds the secrets where neither `inspect`, nor JSON, nor a message of an error shows them. */
export class SecretHolder {
  readonly #credentials: PerunCredentials;
  #secrets: string[] = [];

  /** @throws RangeError when user or token cannot be sent in a header */
  constructor(credentials: PerunCredentials) {
    this.#credentials = { ...credentials };
    if (credentials.kind === 'basic') {
      if (/[:\p{Cc}]/u.test(credentials.user))
        throw new RangeError('the user of Perun must not contain a colon or control characters');
      this.#remember(credentials.password, encodeBasic(credentials.user, credentials.password));
    }
    if (credentials.kind === 'bearer' && typeof credentials.token === 'string')
      bearer(credentials.token);
  }

  /**
   * The value of the header `Authorization`, if there are credentials.
   * @throws what the token source throws, or RangeError when it gives no usable token
   */
  async authorization(signal: AbortSignal): Promise<string | undefined> {
    const credentials = this.#credentials;
    switch (credentials.kind) {
      case 'none':
        return undefined;
      case 'basic':
        return `Basic ${encodeBasic(credentials.user, credentials.password)}`;
      case 'bearer': {
        const { token } = credentials;
        const current = typeof token === 'string' ? token : await token(signal);
        this.#remember(current);
        return bearer(current);
      }
    }
  }

  /** The text without any secret that was in use, whoever echoed it. */
  redact(text: string): string {
    return this.#secrets.reduce((clean, secret) => clean.replaceAll(secret, HIDDEN), text);
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return `SecretHolder(${this.#credentials.kind})`;
  }

  /** Old tokens stay known for a while: an answer to an earlier call may still echo one. */
  #remember(...secrets: readonly string[]): void {
    const added = secrets.filter(
      (secret) => secret.length >= SECRET_CHARACTERS_MIN && !this.#secrets.includes(secret),
    );
    if (added.length > 0) this.#secrets = [...this.#secrets, ...added].slice(-10);
  }
}

function bearer(token: string): string {
  if (!TOKEN.test(token))
    throw new RangeError('the access token for Perun is empty or has characters no token may have');
  return `Bearer ${token}`;
}

function encodeBasic(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
}
