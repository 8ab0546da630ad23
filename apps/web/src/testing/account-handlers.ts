import { adjustmentRequest, reversalRequest, statementQuery } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { http, HttpResponse } from 'msw';
import { correctionOf, passportOf, statementOf } from './account-answers.js';
import { entriesOf } from './ledger-answers.js';
import { problem } from './problem.js';
import { world } from './world.js';

const projectOf = (name: unknown) => world.find((each) => each.name === name);
const faultsOf = (issues: readonly { path: PropertyKey[]; message: string }[]) =>
  issues.map(({ path, message }) => ({
    pointer: `/${path.map(String).join('/')}`,
    code: 'custom',
    detail: message,
  }));

export const accountHandlers = [
  http.get('*/api/projects/:name/charges/:id', ({ params }) => {
    const project = projectOf(params['name']);
    if (!project) return problem('project-not-found');
    const charge = passportOf(project, String(params['id']), Date.now());
    return charge ? HttpResponse.json(charge) : problem('charge-not-found');
  }),
  http.get('*/api/projects/:name/statement', ({ params, request }) => {
    const project = projectOf(params['name']);
    if (!project) return problem('project-not-found');
    const { from, to, format } = statementQuery.parse(
      Object.fromEntries(new URL(request.url).searchParams),
    );
    const statement = statementOf(project, { from, to }, Date.now());
    if (format === 'json' || format === undefined) return HttpResponse.json(statement);
    const name = `${project.name}-statement.${format}`;
    return new HttpResponse(`${statement.opening}\r\n${statement.closing}\r\n`, {
      headers: {
        'Content-Type': format === 'csv' ? 'text/csv' : 'application/pdf',
        'Content-Disposition': `attachment; filename="${name}"; filename*=UTF-8''${name}`,
      },
    });
  }),
  http.post('*/api/projects/:name/adjustments', async ({ params, request }) => {
    const project = projectOf(params['name']);
    if (!project) return problem('project-not-found');
    const parsed = adjustmentRequest.safeParse(await request.json());
    if (!parsed.success) {
      return problem('invalid-request', undefined, faultsOf(parsed.error.issues));
    }
    const { credits, reason, effectiveAt, isDryRun } = parsed.data;
    return HttpResponse.json(
      correctionOf({
        project,
        credits: Decimal.of(credits).toString(),
        correctsId: null,
        reason,
        effectiveAt,
        isDryRun,
        nowMs: Date.now(),
      }),
    );
  }),
  http.post('*/api/projects/:name/entries/:id/reversal', async ({ params, request }) => {
    const project = projectOf(params['name']);
    if (!project) return problem('project-not-found');
    const entry = entriesOf(project, Date.now()).find(({ id }) => id === params['id']);
    if (!entry) return problem('entry-not-found');
    const parsed = reversalRequest.safeParse(await request.json());
    if (!parsed.success) {
      return problem('invalid-request', undefined, faultsOf(parsed.error.issues));
    }
    const { reason, effectiveAt, isDryRun } = parsed.data;
    return HttpResponse.json(
      correctionOf({
        project,
        credits: Decimal.of(entry.credits).negated().toString(),
        correctsId: entry.id,
        reason,
        effectiveAt,
        isDryRun,
        nowMs: Date.now(),
      }),
    );
  }),
];
