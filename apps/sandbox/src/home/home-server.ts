import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import { demoGrants } from '../cloud/demo-grants.js';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../oidc/demo-accounts.js';
import { acceptForms } from '../pages/accept-forms.js';
import type { RenderedPage } from '../pages/page.js';
import { registerControls } from './control-routes.js';
import { homePage } from './home-page.js';
import { MAIL_HTML_HEADERS, mailListPage, mailPage } from './mail-pages.js';
import { registerPerun } from './perun-routes.js';
import type { SandboxContext } from './sandbox-context.js';
import { projectStatuses, sandboxStatus } from './status.js';

const toldSchema = z.object({ done: z.string().optional(), fault: z.string().optional() });
const mailIdSchema = z.object({ id: z.string() });

/** The web server of the sandbox itself: overview, mailbox, JSON and controls. */
export function createHomeServer(context: SandboxContext): FastifyInstance {
  const server = Fastify();
  acceptForms(server);
  registerControls(server, context);
  registerJson(server, context);
  registerMails(server, context);
  registerPerun(server, context);
  server.get('/', (request, reply) => {
    const told = toldSchema.safeParse(request.query);
    return send(reply, homePage(context, told.success ? told.data : {}));
  });
  return server;
}

function registerJson(server: FastifyInstance, context: SandboxContext): void {
  const { config, mailbox, nowMs, world } = context;
  server.get('/status.json', () => sandboxStatus(context, nowMs()));
  server.get('/projects.json', () => ({ projects: projectStatuses(context, nowMs()) }));
  server.get('/grants.json', () => ({
    grants: demoGrants(world.cloud, world.state.startedAtMs),
  }));
  server.get('/accounts.json', () => ({
    issuer: config.issuer,
    accounts: DEMO_ACCOUNTS.map((account) => ({ ...account, password: DEMO_PASSWORD })),
  }));
  server.get('/mails.json', () => ({ mails: mailbox.all() }));
}

function registerMails(server: FastifyInstance, { config, mailbox }: SandboxContext): void {
  server.get('/mails', (_request, reply) =>
    send(reply, mailListPage(mailbox.all(), config.productUrl)),
  );
  server.get('/mails/:id', (request, reply) => {
    const mail = mailbox.byId(mailIdSchema.parse(request.params).id);
    if (mail === undefined) return reply.code(404).send({ message: 'There is no such mail.' });
    return send(reply, mailPage(mail, config.productUrl));
  });
  server.get('/mails/:id/html', (request, reply) => {
    const mail = mailbox.byId(mailIdSchema.parse(request.params).id);
    if (mail?.html === undefined) return reply.code(404).send({ message: 'There is no HTML.' });
    return reply.headers(MAIL_HTML_HEADERS).send(mail.html);
  });
}

function send(reply: FastifyReply, page: RenderedPage): FastifyReply {
  return reply.headers(page.headers).send(page.body);
}
