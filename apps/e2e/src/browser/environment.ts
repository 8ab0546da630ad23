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
  return credential('apiToken');
}

/** The token with which the demo's sites send readings. */
export function ingestToken(): string {
  return credential('ingestToken');
}

function credential(name: string): string {
  const read = JSON.parse(readFileSync(environment.credentialsPath, 'utf8')) as unknown;
  const value = typeof read === 'object' && read !== null ? Object.entries(read) : [];
  const found = value.find(([key]) => key === name)?.[1] as unknown;
  if (typeof found === 'string') return found;
  throw new Error(`${environment.credentialsPath} holds no ${name}.`);
}

function setting(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: start these tests with \`npm run test:e2e\`.`);
}
