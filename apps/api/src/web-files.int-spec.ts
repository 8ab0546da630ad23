import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@os-credits/testing';
import { startTestApp, type TestApp } from '../test/test-app.js';

const PAGE =
  '<!doctype html><title>OS Credits</title><script type="module" src="/assets/app-4f2a.js"></script>';
const SCRIPT = 'console.log("portal");'.repeat(50);

describe('the web application behind the same port', () => {
  let database: TestDatabase;
  let folder: string;
  let app: TestApp;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'os-credits-web-'));
    await mkdir(path.join(folder, 'assets'));
    await writeFile(path.join(folder, 'index.html'), PAGE);
    await writeFile(path.join(folder, 'assets/app-4f2a.js'), SCRIPT);
    await writeFile(path.join(folder, 'assets/app-4f2a.js.br'), brotliCompressSync(SCRIPT));
    app = await startTestApp(database.url, { WEB_DIST: folder });
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
    await database.drop();
  });

  const asBrowser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };

  it.each(['/', '/projects/a%20b?range=30d', '/sign-in-failed?code=x'])(
    'sends the page for %s, never from cache',
    async (target) => {
      const { status, headers, body } = await app.get(target, undefined, asBrowser);
      expect([status, body]).toEqual([200, PAGE]);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('cache-control')).toBe('no-cache');
      expect(headers.get('content-security-policy')).toContain("script-src 'self'");
      const etag = headers.get('etag') ?? '';
      const again = await app.get(target, undefined, {
        headers: { ...asBrowser.headers, 'if-none-match': etag },
      });
      expect(again.status).toBe(304);
    },
  );

  it('sends hashed files compressed and for a year', async () => {
    const { status, headers, body } = await app.get('/assets/app-4f2a.js', undefined, {
      headers: { 'accept-encoding': 'br' },
    });
    expect([status, body]).toEqual([200, SCRIPT]);
    expect(headers.get('content-encoding')).toBe('br');
    expect(headers.get('content-type')).toContain('javascript');
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each(['/api/nowhere', '/assets/gone.js', '/metrics/x'])(
    'does not send the page for %s',
    async (target) => {
      const { status, body } = await app.get(target, undefined, asBrowser);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body).toMatchObject({ type: expect.stringMatching(/^\/problems\//) });
    },
  );

  it('sends nothing from outside its folder', async () => {
    const { body } = await app.get('/assets/..%2f..%2fetc/passwd', undefined, asBrowser);
    expect(JSON.stringify(body)).not.toContain('root:');
  });

  it('keeps access rules on its files', () => {
    expect(app.routes.routes().filter(({ rule }) => rule === null)).toEqual([]);
  });
});

it('a folder without a page stops the start with a sentence', async () => {
  await expect(startTestApp('postgres://127.0.0.1:9/none', { WEB_DIST: tmpdir() })).rejects.toThrow(
    /^WEB_DIST: .* holds no index\.html\. Build the web application first\.$/,
  );
});
