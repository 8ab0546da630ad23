import 'reflect-metadata';
import { type AddressInfo } from 'node:net';
import { AppModule } from '../src/app.module.js';
import { type SignedInUser } from '../src/modules/auth/index.js';
import { Sessions } from '../src/modules/auth/application/sessions.js';
import { SESSION_COOKIE } from '../src/modules/auth/http/cookies.js';
import { Clock } from '../src/platform/clock/index.js';
import { httpProcessSettings, parseSettings } from '../src/platform/config/index.js';
import { createHttpApp, type HttpApp } from '../src/platform/http/index.js';

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export type Credentials =
  { readonly cookie: string; readonly csrfToken: string } | { readonly bearer: string };

/** The real application on a free port, with a client for it. */
export interface TestApp extends HttpApp {
  readonly url: string;
  /** Starts a session as the identity provider would have. */
  signIn(user?: Partial<SignedInUser>): Promise<{ cookie: string; csrfToken: string }>;
  get<Body = unknown>(path: string, as?: Credentials, init?: RequestInit): Promise<Answer<Body>>;
  close(): Promise<void>;
}

export const TEST_ENVIRONMENT = {
  ENVIRONMENT: 'development',
  LOG_LEVEL: 'silent',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'http://portal.example',
  SESSION_SECRET: 'a-secret-for-tests-only-0123456789abcdef',
  OIDC_ISSUER: 'http://127.0.0.1:9/',
  OIDC_CLIENT_ID: 'os-credits',
  OIDC_CLIENT_SECRET: 'client-secret-for-tests',
};

/** @param environment settings that differ from {@link TEST_ENVIRONMENT} */
export async function startTestApp(
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
  clock?: { now(): Date },
): Promise<TestApp> {
  const settings = parseSettings(httpProcessSettings, {
    ...TEST_ENVIRONMENT,
    DATABASE_URL: databaseUrl,
    ...environment,
  });
  const { app, routes } = await createHttpApp(
    AppModule.forRoot(settings, clock && new TestClock(clock)),
    settings,
  );
  await app.listen(Number(environment['PORT'] ?? 0), '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    app,
    routes,
    url,
    signIn: async (user = {}) => {
      const sessions = app.get(Sessions);
      const id = await sessions.start({ user: { ...NOBODY, ...user }, idToken: null }, null);
      return { cookie: `${SESSION_COOKIE}=${id}`, csrfToken: sessions.csrfToken(id) };
    },
    get: (path, as, init) => send(`${url}${path}`, as, init),
    close: () => app.close(),
  };
}

/** A clock that a test stopped or moves. */
export class TestClock extends Clock {
  constructor(private readonly source: { now(): Date }) {
    super();
  }

  now(): Date {
    return this.source.now();
  }
}

const NOBODY: SignedInUser = {
  subject: 'somebody',
  name: 'Somebody',
  email: null,
  locale: null,
  leads: [],
  memberOf: [],
  staffRole: null,
};

async function send<Body>(
  url: string,
  as: Credentials | undefined,
  init: RequestInit = {},
): Promise<Answer<Body>> {
  const headers = new Headers(init.headers);
  if (as !== undefined && 'cookie' in as) headers.set('cookie', as.cookie);
  if (as !== undefined && 'bearer' in as) headers.set('authorization', `Bearer ${as.bearer}`);
  const response = await fetch(url, { redirect: 'manual', ...init, headers });
  const text = await response.text();
  const isJson = text !== '' && /[/+]json/.test(response.headers.get('content-type') ?? '');
  const body = (isJson ? JSON.parse(text) : text) as Body;
  return { status: response.status, headers: response.headers, body };
}
