import { type Answer, type Credentials, type TestApp } from './test-app.js';

/** Sends JSON as somebody, with the CSRF token of their session and further headers. */
export async function sendJson<Body = unknown>(
  app: TestApp,
  as: Credentials,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  return app.get<Body>(path, as, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'x-csrf-token': 'csrfToken' in as ? as.csrfToken : '',
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}
