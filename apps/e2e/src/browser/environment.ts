import { readFileSync } from 'node:fs';

/** Where the running stack is, as `npm run test:e2e` says it. */
export const environment = {
  url: setting('OS_CREDITS_URL'),
  sandboxUrl: setting('OS_CREDITS_SANDBOX_URL'),
  credentialsPath: setting('OS_CREDITS_CREDENTIALS'),
  chromiumPath: setting('CHROMIUM_PATH'),
};

/** The staff token of the demo, which may read everything. */
export function staffToken(): string {
  const read: unknown = JSON.parse(readFileSync(environment.credentialsPath, 'utf8'));
  if (typeof read === 'object' && read !== null && 'apiToken' in read) {
    if (typeof read.apiToken === 'string') return read.apiToken;
  }
  throw new Error(`${environment.credentialsPath} holds no apiToken.`);
}

function setting(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: start these tests with \`npm run test:e2e\`.`);
}
