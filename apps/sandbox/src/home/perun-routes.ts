import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { answerControl } from './control-routes.js';
import { perunPage } from './perun-page.js';
import type { SandboxContext } from './sandbox-context.js';

const PAGE = '/perun';

const toldSchema = z.object({ done: z.string().optional(), fault: z.string().optional() });
const nameSchema = z.object({ name: z.string() });

/** Perun on the sandbox's home port: its page, what is in it as JSON, and the controls. */
export function registerPerun(server: FastifyInstance, context: SandboxContext): void {
  const { perun } = context;
  server.get(PAGE, (request, reply) => {
    const told = toldSchema.safeParse(request.query);
    const page = perunPage(context, told.success ? told.data : {});
    return reply.headers(page.headers).send(page.body);
  });
  server.get(`${PAGE}/:name.json`, (request, reply) => {
    const view = perun.view(nameSchema.parse(request.params).name);
    if (view === undefined) return reply.code(404).send({ message: 'There is no such view.' });
    return view;
  });
  server.post('/control/perun/:name', (request, reply) => {
    const { name } = nameSchema.parse(request.params);
    return answerControl(request, reply, PAGE, (body) => perun.control(name, body));
  });
}
