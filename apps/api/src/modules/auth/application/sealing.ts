import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keys for one purpose each, derived from the one secret that operators set. */
export class Sealing {
  private readonly cookieKey: Buffer;
  private readonly sessionKey: Buffer;
  private readonly csrfKey: Buffer;

  constructor(secret: string) {
    this.cookieKey = derive(secret, 'cookie');
    this.sessionKey = derive(secret, 'session');
    this.csrfKey = derive(secret, 'csrf');
  }

  /** Encrypts and authenticates a short text for a cookie (AES-256-GCM). */
  seal(text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.cookieKey, nonce);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
  }

  /** The sealed text, or `null` for anything that was not sealed with this secret. */
  open(sealed: string): string | null {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.cookieKey,
      bytes.subarray(0, NONCE_BYTES),
    );
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([body, decipher.final()]).toString('utf8');
    } catch {
      return null;
    }
  }

  /** What the database knows a session by: a stolen table opens no session. */
  sessionHash(sessionId: string): Buffer {
    return createHmac('sha256', this.sessionKey).update(sessionId).digest();
  }

  /** The CSRF token that belongs to a session. */
  csrfToken(sessionId: string): string {
    return createHmac('sha256', this.csrfKey).update(sessionId).digest('base64url');
  }
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `os-credits ${purpose}`, 32));
}
