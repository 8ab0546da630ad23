import http from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Provider from 'oidc-provider';
import { type Me, me } from '@os-credits/contracts';
import { createTestDatabase, fixedClock, freePort, type TestDatabase } from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import { startTestApp, TEST_ENVIRONMENT, type TestApp } from '../../../test/test-app.js';

const MINUTE_MS = 60_000;

/** A provider that signs everybody in as one person, without a page in between. */
async function startProvider(
  productUrl: string,
): Promise<{ issuer: string; stop: () => Promise<void> }> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: TEST_ENVIRONMENT.OIDC_CLIENT_ID,
        client_secret: TEST_ENVIRONMENT.OIDC_CLIENT_SECRET,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [`${productUrl}/api/auth/callback`],
        post_logout_redirect_uris: [`${productUrl}/`],
      },
    ],
    scopes: ['openid', 'profile', 'email', 'os_credits'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'locale'],
      email: ['email'],
      os_credits: ['os_credits_leads', 'os_credits_member_of', 'os_credits_staff'],
    },
    cookies: { keys: ['a-key-for-tests'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        name: 'Ada',
        locale: 'de',
        email: 'ada@example.org',
        os_credits_leads: ['alpha'],
        os_credits_member_of: 'beta',
        os_credits_staff: ['viewer', 'admin', 'emperor'],
      }),
    }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        accountId: context.oidc.account!.accountId,
        clientId: context.oidc.client!.clientId,
      });
      grant.addOIDCScope('openid profile email os_credits');
      await grant.save();
      return grant;
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  });
  const callback = provider.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/') === true) {
      void provider.interactionFinished(request, response, { login: { accountId: 'ada' } });
    } else void callback(request, response);
  });
  return {
    issuer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Just enough of a browser: follows redirects and keeps cookies per host and port. */
class Browser {
  private readonly jars = new Map<string, Map<string, string>>();
  readonly setCookies: string[] = [];

  async open(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    const headers = new Headers(init.headers);
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      this.setCookies.push(line);
      const [pair = ''] = line.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects until an address that `isEnd` knows, and gives that address. */
  async follow(url: string, isEnd: (url: string) => boolean): Promise<string> {
    let current = url;
    for (let hop = 0; hop < 12; hop += 1) {
      const response = await this.open(current);
      const location = response.headers.get('location');
      if (location === null) {
        throw new Error(`no redirect from ${current}: ${response.status} ${await response.text()}`);
      }
      current = new URL(location, current).href;
      if (isEnd(current)) return current;
    }
    throw new Error('too many redirects');
  }

  cookie(url: string, name: string): string | undefined {
    return this.jars.get(new URL(url).host)?.get(name);
  }
}

describe('signing in at an OpenID provider', () => {
  const clock = fixedClock(new Date());
  let database: TestDatabase;
  let app: TestApp;
  let url: string;
  let provider: Awaited<ReturnType<typeof startProvider>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    provider = await startProvider(url);
    app = await startTestApp(
      database.url,
      { PORT: String(port), PUBLIC_URL: url, OIDC_ISSUER: provider.issuer },
      clock,
    );
  });
  afterAll(async () => {
    await app.close();
    await provider.stop();
    await database.drop();
  });

  const isPage = (address: string): boolean =>
    address.startsWith(url) && !address.startsWith(`${url}/api/`);
  const signIn = (browser: Browser, returnTo = '/projects/alpha?range=30d'): Promise<string> =>
    browser.follow(`${url}/api/auth/login?returnTo=${encodeURIComponent(returnTo)}`, isPage);
  const whoIs = async (browser: Browser): Promise<Me> =>
    me.parse(await (await browser.open(`${url}/api/me`)).json());

  it('brings the person back to the page they wanted, with their roles', async () => {
    const browser = new Browser();
    expect(await whoIs(browser)).toEqual({ user: null, csrfToken: null });
    expect(await signIn(browser)).toBe(`${url}/projects/alpha?range=30d`);
    const { user, csrfToken } = await whoIs(browser);
    expect(user).toEqual({
      subject: 'ada',
      name: 'Ada',
      email: 'ada@example.org',
      locale: 'de',
      leads: ['alpha'],
      memberOf: ['beta'],
      staffRole: 'admin',
    });
    expect(csrfToken).toMatch(/^[\w-]{43}$/);
    const line = browser.setCookies.find((text) => text.startsWith('os_credits_session='));
    expect(line).toContain('HttpOnly');
    expect(line).toContain('SameSite=Lax');
    expect(line).not.toContain('Secure');
  });

  it('stores only a hash of the session id, and a new one at each sign-in', async () => {
    const browser = new Browser();
    await signIn(browser);
    const first = browser.cookie(url, 'os_credits_session');
    await signIn(browser);
    const second = browser.cookie(url, 'os_credits_session');
    expect(second).not.toBe(first);
    const former = await app.get<Me>('/api/me', {
      cookie: `os_credits_session=${first ?? ''}`,
      csrfToken: '',
    });
    expect(former.body.user).toBeNull();
    const accounts = new AccountBuilder(database.url);
    const rows = JSON.stringify(
      await accounts.sql(`select encode(id_hash, 'hex'), content, subject from user_session`),
    );
    await accounts.close();
    expect(rows).toContain('ada');
    expect(rows).not.toContain(second);
    expect(rows).not.toContain(Buffer.from(second ?? '', 'base64url').toString('hex'));
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/.//evil.example',
    '/api/auth/login',
  ])('does not follow returnTo=%s', async (returnTo) => {
    expect(await signIn(new Browser(), returnTo)).toBe(`${url}/`);
  });

  it('ends the session here and at the provider, with the CSRF token only', async () => {
    const browser = new Browser();
    await signIn(browser);
    const { csrfToken } = await whoIs(browser);
    const bare = await browser.open(`${url}/api/auth/logout`, { method: 'POST' });
    expect([bare.status, await bare.json()]).toMatchObject([403, { code: 'csrf-token-invalid' }]);
    const answer = await browser.open(`${url}/api/auth/logout`, {
      method: 'POST',
      headers: { 'x-csrf-token': csrfToken ?? '' },
    });
    const { redirectTo } = (await answer.json()) as { redirectTo: string };
    const target = new URL(redirectTo);
    expect(target.origin).toBe(provider.issuer);
    expect(target.searchParams.get('id_token_hint')).toMatch(/^ey/);
    expect(target.searchParams.get('post_logout_redirect_uri')).toBe(`${url}/`);
    expect((await whoIs(browser)).user).toBeNull();
    expect((await browser.open(`${url}/api/projects`)).status).toBe(401);
  });

  it('ends a session after silence, and at its longest duration', async () => {
    const browser = new Browser();
    await signIn(browser);
    for (let step = 0; step < 13; step += 1) {
      clock.advance(55 * MINUTE_MS);
      if (step < 12) expect((await whoIs(browser)).user?.subject).toBe('ada');
    }
    clock.advance(10 * MINUTE_MS);
    expect((await whoIs(browser)).user).toBeNull();
    const silent = new Browser();
    await signIn(silent);
    clock.advance(61 * MINUTE_MS);
    expect((await whoIs(silent)).user).toBeNull();
  });

  it('shows a page where the answer does not belong to this browser', async () => {
    const failed = await new Browser().open(`${url}/api/auth/callback?code=x&state=y`);
    expect(failed.headers.get('location')).toBe('/sign-in-failed?code=sign-in-refused');
    const browser = new Browser();
    await browser.open(`${url}/api/auth/login`);
    const other = await browser.open(`${url}/api/auth/callback?code=x&state=another`);
    expect(other.headers.get('location')).toMatch(/^\/sign-in-failed\?code=/);
    expect(browser.cookie(url, 'os_credits_session')).toBeUndefined();
  });

  it('starts without the provider, and says so', async () => {
    const down = await startTestApp(database.url, { OIDC_ISSUER: 'http://127.0.0.1:9' });
    const answer = await down.get('/api/auth/login');
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      '/sign-in-failed?code=identity-provider-failed',
    ]);
    await down.close();
  });
});
