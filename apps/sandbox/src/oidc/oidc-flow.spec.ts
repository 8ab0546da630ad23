import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { BrowserSession, freePort } from '@os-credits/testing';
import * as client from 'openid-client';
import { DataFolder } from '../data-folder.js';
import { CLIENT_ID, createProvider } from './create-provider.js';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts.js';
import { createOidcServer } from './oidc-server.js';
import { loadProviderKeys } from './provider-keys.js';

const PRODUCT = 'http://localhost:65000';
const REDIRECT_URI = `${PRODUCT}/api/auth/callback`;
const SECRET = 'a-secret-only-for-this-test';

let dataDir: string;
let server: FastifyInstance;
let issuer: string;
let configuration: client.Configuration;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'sandbox-oidc-'));
  const port = await freePort();
  issuer = `http://localhost:${port}`;
  const keys = loadProviderKeys(new DataFolder(dataDir));
  const provider = createProvider({ issuer, productUrl: PRODUCT, clientSecret: SECRET, keys });
  server = createOidcServer(provider);
  await server.listen({ port, host: '127.0.0.1' });
  configuration = await discover(SECRET);
});

afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true });
});

function discover(secret: string): Promise<client.Configuration> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the mark warns of plain http, which the sandbox speaks
  const execute = [client.allowInsecureRequests];
  return client.discovery(new URL(issuer), CLIENT_ID, secret, undefined, { execute });
}

interface Attempt {
  readonly session: BrowserSession;
  readonly signInUrl: URL;
  readonly verifier: string;
  readonly state: string;
}

async function openSignIn(): Promise<Attempt> {
  const session = new BrowserSession(PRODUCT);
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const start = client.buildAuthorizationUrl(configuration, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email os_credits',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  });
  const page = await session.get(start);
  expect(page.status).toBe(200);
  return { session, signInUrl: page.url, verifier, state };
}

async function signIn(username: string) {
  const attempt = await openSignIn();
  const { session, signInUrl, verifier, state } = attempt;
  const password = DEMO_PASSWORD;
  const back = await session.post(`${signInUrl.href}/login`, { username, password });
  const checks = { pkceCodeVerifier: verifier, expectedState: state };
  const tokens = await client.authorizationCodeGrant(configuration, back.url, checks);
  return { ...attempt, tokens };
}

describe('signing in at the sandbox', () => {
  it('gives a project lead the projects they lead, in the ID token and at userinfo', async () => {
    const { tokens } = await signIn('lea.lead');
    const claims = tokens.claims();
    expect(claims).toMatchObject({
      iss: issuer,
      sub: 'sandbox-lea',
      name: 'Lea Lead',
      email: 'lea.lead@sandbox.example',
      locale: 'en',
      os_credits_leads: ['metagenome-atlas', 'wheat-pangenome', 'Protein Folding Lab'],
      os_credits_member_of: [],
    });
    expect(claims).not.toHaveProperty('os_credits_staff');
    const about = await client.fetchUserInfo(configuration, tokens.access_token, 'sandbox-lea');
    expect(about['os_credits_leads']).toEqual(claims?.['os_credits_leads']);
  });

  it.each([
    ['viola.viewer', 'viewer'],
    ['edgar.editor', 'editor'],
    ['ada.admin', 'admin'],
  ])('tells the staff role of %s', async (username, role) => {
    const { tokens } = await signIn(username);
    expect(tokens.claims()).toMatchObject({ os_credits_staff: role, os_credits_leads: [] });
  });

  it('shows every account and keeps the choice when the password is wrong', async () => {
    const { session, signInUrl } = await openSignIn();
    const fields = { username: 'max.member', password: 'guess' };
    const refused = await session.post(`${signInUrl.href}/login`, fields);
    expect(refused.status).toBe(401);
    for (const account of DEMO_ACCOUNTS) expect(refused.body).toContain(account.name);
    expect(refused.body).toMatch(/value="max\.member"\s+required\s+checked/);
    expect(refused.body).toContain('This password is not right');
  });

  it('returns to the product with an error when cancelled', async () => {
    const { session, signInUrl } = await openSignIn();
    const back = await session.post(`${signInUrl.href}/abort`, {});
    expect(back.url.href.startsWith(REDIRECT_URI)).toBe(true);
    expect(back.url.searchParams.get('error')).toBe('access_denied');
  });

  it('refuses a request without PKCE and a redirect to another place', async () => {
    const session = new BrowserSession(PRODUCT);
    const base = { client_id: CLIENT_ID, response_type: 'code', scope: 'openid' };
    const withoutPkce = new URL(`${issuer}/auth`);
    withoutPkce.search = String(new URLSearchParams({ ...base, redirect_uri: REDIRECT_URI }));
    const refused = await session.get(withoutPkce);
    expect(refused.url.searchParams.get('error')).toBe('invalid_request');

    const elsewhere = new URL(`${issuer}/auth`);
    const foreign = { ...base, redirect_uri: 'http://evil.example/' };
    elsewhere.search = String(new URLSearchParams(foreign));
    const shown = await session.get(elsewhere);
    expect(shown.status).toBe(400);
    expect(shown.body).toContain('Signing in did not work');
  });

  it('does not take the code with a wrong client secret', async () => {
    const { session, signInUrl, verifier, state } = await openSignIn();
    const fields = { username: 'lea.lead', password: DEMO_PASSWORD };
    const back = await session.post(`${signInUrl.href}/login`, fields);
    const intruder = await discover('not-the-secret');
    const checks = { pkceCodeVerifier: verifier, expectedState: state };
    await expect(client.authorizationCodeGrant(intruder, back.url, checks)).rejects.toMatchObject({
      error: 'invalid_client',
    });
  });
});

describe('signing out at the sandbox', () => {
  it('ends the session and returns to the product', async () => {
    const { session, tokens } = await signIn('max.member');
    const url = client.buildEndSessionUrl(configuration, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: `${PRODUCT}/`,
    });
    const page = await session.get(url);
    const action = /action="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const back = await session.post(action, { xsrf, logout: 'yes' });
    expect(back.url.href).toBe(`${PRODUCT}/`);

    const again = client.buildAuthorizationUrl(configuration, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid',
      code_challenge: await client.calculatePKCECodeChallenge('v'.repeat(43)),
      code_challenge_method: 'S256',
      prompt: 'none',
    });
    const silent = await session.get(again);
    expect(silent.url.searchParams.get('error')).toBe('login_required');
  });
});

describe('the keys of the provider', () => {
  it('are private and survive a restart', () => {
    const mode = statSync(join(dataDir, 'oidc-keys.json')).mode & 0o777;
    expect(mode).toBe(0o600);
    const folder = new DataFolder(dataDir);
    expect(loadProviderKeys(folder)).toEqual(loadProviderKeys(folder));
  });
});
