import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type Provider from 'oidc-provider';
import { z } from 'zod';
import { acceptForms } from '../pages/accept-forms.js';
import type { RenderedPage } from '../pages/page.js';
import { accountByUsername, DEMO_PASSWORD } from './demo-accounts.js';
import { errorPage, signInPage } from './provider-pages.js';

const loginSchema = z.object({ username: z.string(), password: z.string() });
const uidSchema = z.object({ uid: z.string() });

/**
 * The web server of the OpenID provider: the sign-in pages are ours, every other address is
 * answered by oidc-provider itself.
 */
export function createOidcServer(provider: Provider): FastifyInstance {
  const answerOidc = provider.callback();
  const server = Fastify({
    serverFactory: (answerOwn) =>
      createServer((request, response) => {
        if (request.url?.startsWith('/interaction/') === true) answerOwn(request, response);
        else void answerOidc(request, response);
      }),
  });
  acceptForms(server);

  server.get('/interaction/:uid', async (request, reply) => {
    const { uid } = uidSchema.parse(request.params);
    const details = await provider.interactionDetails(request.raw, reply.raw);
    return send(reply, 200, signInPage({ uid, ...hint(details.params['login_hint']) }));
  });

  server.post('/interaction/:uid/login', async (request, reply) => {
    const { uid } = uidSchema.parse(request.params);
    const login = loginSchema.safeParse(request.body);
    await provider.interactionDetails(request.raw, reply.raw);
    const account = login.success ? accountByUsername(login.data.username) : undefined;
    if (account === undefined || login.data?.password !== DEMO_PASSWORD) {
      const error = `This password is not right: it is "${DEMO_PASSWORD}" for every account.`;
      const selected = account === undefined ? {} : { selected: account.username };
      return send(reply, 401, signInPage({ uid, error, ...selected }));
    }
    return finish(reply, (req, res) =>
      provider.interactionFinished(req, res, { login: { accountId: account.sub } }),
    );
  });

  server.post('/interaction/:uid/abort', (_request, reply) =>
    finish(reply, (req, res) =>
      provider.interactionFinished(req, res, {
        error: 'access_denied',
        error_description: 'Signing in was cancelled.',
      }),
    ),
  );

  server.setErrorHandler((error, _request, reply) => {
    const description =
      error instanceof Error && error.name === 'SessionNotFound'
        ? 'This sign-in page has expired.'
        : 'The request was not valid.';
    return send(reply, 400, errorPage('sign_in_failed', description));
  });
  return server;
}

function hint(loginHint: unknown): { selected?: string } {
  return typeof loginHint === 'string' && accountByUsername(loginHint) !== undefined
    ? { selected: loginHint }
    : {};
}

function send(reply: FastifyReply, status: number, page: RenderedPage): FastifyReply {
  return reply.code(status).headers(page.headers).send(page.body);
}

/** Lets oidc-provider write the answer itself. */
async function finish(
  reply: FastifyReply,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<void> {
  await answer(reply.request.raw, reply.raw);
  reply.hijack();
}
