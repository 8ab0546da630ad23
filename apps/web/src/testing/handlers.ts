import {
  historyQuery,
  ledgerQuery,
  listProjectsQuery,
  type AppConfig,
  type ListProjectsResponse,
  type LogoutResult,
  type Me,
  type StaffRole,
  type LedgerResponse,
} from '@os-credits/contracts';
import { http, HttpResponse, type JsonBodyType } from 'msw';
import { calculatorHandlers } from './calculator-handlers.js';
import { costTableHandlers } from './cost-table-handlers.js';
import { accountHandlers } from './account-handlers.js';
import { reRatingHandlers } from './re-rating-handlers.js';
import { jobHandlers } from './job-handlers.js';
import { scheduleHandlers } from './schedule-handlers.js';
import { perunHandlers } from './perun-handlers.js';
import { qualityHandlers } from './quality-handlers.js';
import { problem } from './problem.js';
import { balanceOf, detailOf, historyOf, summaryOf } from './answers.js';
import { entriesOf, linesOf } from './ledger-answers.js';
import { world, type WorldProject } from './world.js';

export const config: AppConfig = {
  version: '0.1.0',
  precision: 2,
  sandbox: true,
  sandboxMailboxUrl: 'http://localhost:8081/mailbox',
};

export const lead: Me = {
  user: {
    subject: 'lead-1',
    name: 'Ada Lindqvist',
    email: 'ada.lindqvist@example.org',
    locale: 'en',
    leads: ['protein-folding'],
    memberOf: ['single-cell-heart'],
    staffRole: null,
  },
  csrfToken: 'csrf-1',
};

export const staff: Me = {
  user: { ...(lead.user as NonNullable<Me['user']>), name: 'Mira Holm', staffRole: 'viewer' },
  csrfToken: 'csrf-2',
};

export const editor: Me = staffAs('Jonas Editor', 'editor');
export const admin: Me = staffAs('Wanda Admin', 'admin');

function staffAs(name: string, staffRole: StaffRole): Me {
  return {
    user: { ...(lead.user as NonNullable<Me['user']>), name, staffRole },
    csrfToken: 'csrf-3',
  };
}

export const nobody: Me = { user: null, csrfToken: null };

export { problem };

const json = (body: JsonBodyType) => HttpResponse.json(body);
const query = (request: Request) => Object.fromEntries(new URL(request.url).searchParams);

/** The cookie says who is signed in, so that a browser can be anybody without a real sign-in. */
function sessionOf(cookies: Record<string, string | undefined>): Me {
  const who = cookies['mock-user'] ?? 'admin';
  return { nobody, lead, staff, editor, admin }[who] ?? admin;
}

function withProject(
  name: unknown,
  answer: (project: WorldProject, nowMs: number) => ReturnType<typeof json>,
) {
  const project = world.find((each) => each.name === name);
  return project ? answer(project, Date.now()) : problem('project-not-found');
}

const decodedCursor = (cursor: string | undefined): number => Number(cursor ?? '0');

export const handlers = [
  ...accountHandlers,
  ...jobHandlers,
  ...perunHandlers,
  ...qualityHandlers,
  ...scheduleHandlers,
  ...costTableHandlers,
  ...calculatorHandlers,
  ...reRatingHandlers,
  http.get('*/api/me', ({ cookies }) => json(sessionOf(cookies))),
  http.get('*/api/config', () => json(config)),
  http.get('*/api/auth/login', ({ request }) => {
    const returnTo = new URL(request.url).searchParams.get('returnTo') ?? '/projects';
    const headers = { Location: returnTo, 'Set-Cookie': 'mock-user=lead; Path=/' };
    return new HttpResponse(null, { status: 303, headers });
  }),
  http.post('*/api/auth/logout', () => {
    const answer: LogoutResult = { redirectTo: '/sign-in' };
    return HttpResponse.json(answer, {
      headers: { 'Set-Cookie': 'mock-user=nobody; Path=/' },
    });
  }),
  http.get('*/api/projects', ({ request }) => {
    const { search, status, sort, limit, cursor } = listProjectsQuery.parse(query(request));
    const found = world
      .filter((project) => !search || project.name.includes(search.toLowerCase()))
      .filter((project) => !status || project.status === status)
      .map((project) => summaryOf(project, Date.now()))
      .sort((a, b) =>
        sort === 'name'
          ? a.name.localeCompare(b.name)
          : Number(b.shareUsed ?? -1) - Number(a.shareUsed ?? -1),
      );
    const start = decodedCursor(cursor);
    const nextCursor = start + limit < found.length ? String(start + limit) : null;
    const answer: ListProjectsResponse = { items: found.slice(start, start + limit), nextCursor };
    return json(answer);
  }),
  http.get('*/api/projects/:name', ({ params }) =>
    withProject(params['name'], (project, nowMs) => json(detailOf(project, nowMs))),
  ),
  http.get('*/api/projects/:name/balance', ({ params }) =>
    withProject(params['name'], (project, nowMs) => json(balanceOf(project, nowMs, nowMs))),
  ),
  http.get('*/api/projects/:name/history', ({ params, request }) =>
    withProject(params['name'], (project, nowMs) => {
      const { from, to, bucket, by } = historyQuery.parse(query(request));
      const range = { fromMs: Date.parse(from), toMs: Date.parse(to), bucket, by, nowMs };
      return json(historyOf(project, range));
    }),
  ),
  http.get('*/api/projects/:name/ledger', ({ params, request }) =>
    withProject(params['name'], (project, nowMs) => {
      const { from, to, group, limit, cursor } = ledgerQuery.parse(query(request));
      const isInside = (instant: string) => (!from || instant > from) && (!to || instant <= to);
      const start = decodedCursor(cursor);
      const all =
        group === 'day'
          ? linesOf(project, nowMs).filter((line) =>
              line.charge
                ? (!from || line.to > from) && (!to || line.from < to)
                : isInside(line.from),
            )
          : entriesOf(project, nowMs).filter((entry) => isInside(entry.effectiveAt));
      const page = all.slice(start, start + limit);
      const answer: LedgerResponse = {
        project: project.name,
        entries: group === 'entry' ? (page as LedgerResponse['entries']) : [],
        lines: group === 'day' ? (page as LedgerResponse['lines']) : [],
        nextCursor: start + limit < all.length ? String(start + limit) : null,
      };
      return json(answer);
    }),
  ),
];
