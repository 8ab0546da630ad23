import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { JWK } from 'oidc-provider';
import { z } from 'zod';
import type { DataFolder } from '../data-folder.js';

const FILE = 'oidc-keys.json';

const keysSchema = z.object({
  cookieKeys: z.array(z.string().min(32)).min(1),
  jwks: z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })).min(1) }),
});

/** The secrets of the OpenID provider: made at the first start, the same ever after. */
export interface ProviderKeys {
  readonly cookieKeys: string[];
  readonly jwks: { keys: JWK[] };
}

/** Loads the provider's keys from the data folder, making them (mode 600) when there are none. */
export function loadProviderKeys(folder: DataFolder): ProviderKeys {
  const stored = folder.readJson(FILE);
  const keys = stored === undefined ? makeKeys() : keysSchema.parse(stored);
  if (stored === undefined) folder.write(FILE, JSON.stringify(keys));
  return keys;
}

function makeKeys(): z.infer<typeof keysSchema> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  return {
    cookieKeys: [randomBytes(32).toString('base64url')],
    jwks: {
      keys: [{ ...jwk, kty: 'RSA', kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' }],
    },
  };
}
