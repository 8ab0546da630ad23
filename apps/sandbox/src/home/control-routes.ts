import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { catalogueProject } from '../cloud/project-catalogue.js';
import { SITES } from '../cloud/sites.js';
import type { Bump } from '../cloud/world.js';
import { SPEED_MAX } from '../config/sandbox-config.js';
import type { SandboxContext } from './sandbox-context.js';
import { unitMsOfHours } from './unit-hours.js';

const ACKNOWLEDGE_TIMEOUT_MS = 60_000;

const hours = z
  .union([z.string(), z.number().transform(String)])
  .default('0')
  .transform((text, context) => {
    const unitMs = unitMsOfHours(text === '' ? '0' : text);
    if (unitMs !== undefined) return unitMs;
    context.addIssue({ code: 'custom', message: 'must be hours as a decimal such as 1.5' });
    return z.NEVER;
  });

const bumpSchema = z.object({
  project: z.string(),
  /** Left out: the first site of the project. */
  locationId: z.string().optional(),
  vcpuHours: hours,
  gibHours: hours,
});

const clockSchema = z.object({ speed: z.coerce.number().min(0).max(SPEED_MAX) });

/** What a control answers: told as JSON, or in a sentence on the page that the form was on. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * What can be done to the outside world: JSON for tests, HTML forms for people (these are sent back
 * to the page they came from).
 */
export function registerControls(server: FastifyInstance, context: SandboxContext): void {
  const control = (name: string, act: (body: unknown) => Answer | Promise<Answer>): void => {
    server.post(`/control/${name}`, async (request, reply) => {
      await answerControl(request, reply, '/', act);
    });
  };
  control('bump', (body) => bump(context, body));
  control('scrape', () => scrape(context));
  control('pause', () => setPaused(context, true));
  control('resume', () => setPaused(context, false));
  control('history', () => resendHistory(context));
  control('clock', (body) => setClock(context, body));
  control('clear-mails', () => {
    context.mailbox.clear();
    return { status: 200, body: { message: 'The mailbox is empty.' } };
  });
}

/** Does what a control says, unless a page of another site asks; forms go back to `page`. */
export async function answerControl(
  request: FastifyRequest,
  reply: FastifyReply,
  page: string,
  act: (body: unknown) => Answer | Promise<Answer>,
): Promise<FastifyReply> {
  const answer = isForeign(request.headers)
    ? refusal(403, 'This request comes from another site.')
    : await act(request.body);
  const isForm = request.headers['content-type']?.startsWith('application/json') !== true;
  return isForm ? redirectTo(page, reply, answer) : reply.code(answer.status).send(answer.body);
}

async function bump(context: SandboxContext, body: unknown): Promise<Answer> {
  const parsed = bumpSchema.safeParse(body ?? {});
  if (!parsed.success) return refusal(400, faultsOf(parsed.error));
  const wanted = toBump(parsed.data);
  if (typeof wanted === 'string') return refusal(404, wanted);
  if (context.feed === undefined) return refusal(409, 'Sending is off (SANDBOX_SENDER=off).');
  context.world.bump(wanted, context.nowMs());
  return scrape(context);
}

function toBump(request: z.infer<typeof bumpSchema>): Bump | string {
  const project = catalogueProject(request.project);
  if (project === undefined) return `There is no project "${request.project}" in the cloud.`;
  const sites = SITES.filter((site) => project.sites.includes(site.key));
  const site = sites.find(
    (candidate) => candidate.locationId === (request.locationId ?? sites[0]?.locationId),
  );
  if (site === undefined) {
    const known = sites.map((candidate) => candidate.locationId).join(', ');
    return `The project has no site ${request.locationId ?? ''}, only ${known}.`;
  }
  const { vcpuHours: vcpu, gibHours: gib } = request;
  return { project: project.name, locationId: site.locationId, vcpu, gib };
}

async function scrape(context: SandboxContext): Promise<Answer> {
  if (context.feed === undefined) return refusal(409, 'Sending is off (SANDBOX_SENDER=off).');
  const timeout = new AbortController();
  const outcome = await Promise.race([
    context.feed.scrapeNow(),
    delay(ACKNOWLEDGE_TIMEOUT_MS, { kind: 'waiting' } as const, { signal: timeout.signal }),
  ]);
  timeout.abort();
  if (outcome.kind === 'acknowledged') {
    const message = 'The product has acknowledged the new readings.';
    return { status: 200, body: { acknowledged: true, productStatus: outcome.status, message } };
  }
  if (outcome.kind === 'dropped') {
    return refusal(502, `The product refused the readings (${outcome.status}): ${outcome.detail}`);
  }
  return refusal(504, 'The product has not answered yet; the readings are queued.');
}

function setPaused(context: SandboxContext, paused: boolean): Answer {
  context.feed?.setPaused(paused);
  const message = paused ? 'Regular readings are paused.' : 'Regular readings go on.';
  return { status: 200, body: { paused, message } };
}

function resendHistory(context: SandboxContext): Answer {
  context.feed?.resendHistory();
  return { status: 202, body: { message: 'The history is being sent again.' } };
}

function setClock(context: SandboxContext, body: unknown): Answer {
  const parsed = clockSchema.safeParse(body ?? {});
  if (!parsed.success) return refusal(400, faultsOf(parsed.error));
  context.world.setSpeed(parsed.data.speed, context.nowMs());
  const message = `Usage now grows ${parsed.data.speed} times as fast as in reality.`;
  return { status: 200, body: { speed: parsed.data.speed, message } };
}

function refusal(status: number, message: string): Answer {
  return { status, body: { acknowledged: false, message } };
}

function faultsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}

/** A page of another origin must not drive the sandbox of whoever happens to read it. */
function isForeign(headers: IncomingHttpHeaders): boolean {
  if (headers.origin === undefined) return false;
  return !URL.canParse(headers.origin) || new URL(headers.origin).host !== headers.host;
}

function redirectTo(page: string, reply: FastifyReply, answer: Answer): FastifyReply {
  const isFault = answer.status >= 400;
  const query = new URLSearchParams({
    [isFault ? 'fault' : 'done']: String(answer.body['message']),
  });
  return reply.redirect(`${page}?${query.toString()}#controls`, 303);
}
