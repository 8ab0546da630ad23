import {
  reRatingDecision,
  reRatingRequest,
  type AuditEvent,
  type ReRatingEntriesResponse,
  type ReRatingPlan,
  type ReRatingProjectsResponse,
  type ReRatingReading,
  type ReRatingReadingsResponse,
} from '@os-credits/contracts';
import { http, HttpResponse } from 'msw';
import { uuid } from './job-answers.js';
import { problem } from './problem.js';

export function planOf(number: number, change: Partial<ReRatingPlan> = {}): ReRatingPlan {
  return {
    id: uuid(number),
    state: 'ready',
    subject: { cause: 'cost-table', costTable: { id: 2, title: 'Late spring' } },
    from: '2026-04-01T00:00:00.000Z',
    to: '2026-04-10T12:00:00.000Z',
    reason: 'published late',
    author: 'Wanda Admin',
    createdAt: '2026-11-22T09:00:00.000Z',
    computedAt: '2026-11-22T09:00:05.000Z',
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    appliedAt: null,
    planJobId: uuid(1),
    applyJobId: null,
    problem: null,
    needsSecondPerson: false,
    isMine: false,
    totals: {
      projectCount: 2,
      entryCount: 48,
      oldCredits: '1000',
      newCredits: '1250',
      difference: '250',
    },
    ...change,
  };
}

const firstPlans = (): ReRatingPlan[] => [
  planOf(701),
  planOf(702, {
    state: 'outdated',
    problem: 'Readings of protein-folding came in since it was computed.',
  }),
  planOf(703, { state: 'rejected', decidedBy: 'Jonas Editor', decisionReason: 'not needed' }),
];
let plans = firstPlans();

export function resetPlans(): void {
  plans = firstPlans();
}

const projects: ReRatingProjectsResponse['projects'] = [
  {
    project: 'protein-folding',
    oldCredits: '800',
    newCredits: '1000',
    difference: '200',
    entryCount: 40,
  },
  {
    project: 'single-cell-heart',
    oldCredits: '200',
    newCredits: '250',
    difference: '50',
    entryCount: 8,
  },
];

const entries: ReRatingEntriesResponse['entries'] = ['-20', '20'].map((quantity, index) => ({
  site: 'bielefeld',
  metric: 'cpu',
  unit: 'vCPU·h',
  hour: '2026-04-01T00:00:00.000Z',
  costTable: index === 0 ? { id: 5, title: 'Winter 2025' } : { id: 2, title: 'Late spring' },
  rate: index === 0 ? '1' : '1.25',
  quantity,
  credits: index === 0 ? '20' : '-25',
}));

function readingOf(time: string, value: string, countsNow: string | null): ReRatingReading {
  return {
    project: 'protein-folding',
    site: 'bielefeld',
    metric: 'cpu',
    unit: 'vCPU·h',
    at: `2026-11-20T${time}:00.000Z`,
    value,
    receivedAt: `2026-11-20T${time}:02.000Z`,
    wire: 'remote-write-v1',
    tokenName: 'site A',
    dismissedAt: null,
    countsNow,
  };
}

export function auditEventOf(number: number, change: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: String(number),
    at: '2026-11-22T10:00:00.000Z',
    actor: 'Wanda Admin',
    action: 'cost-table.change',
    subjectKind: 'cost-table',
    subject: '3',
    subjectTitle: 'Winter 2026',
    reason: null,
    before: { title: 'Winter', rates: [{ metric: 'cpu', rate: '1' }] },
    after: { title: 'Winter', rates: [{ metric: 'cpu', rate: '1.25' }] },
    ...change,
  };
}

const auditEvents = [
  auditEventOf(3, {
    action: 'cost-table.publish',
    subject: '1',
    subjectTitle: 'Autumn 2026',
    reason: 'yearly prices',
  }),
  auditEventOf(2),
  auditEventOf(1, {
    action: 'metric.create',
    subjectKind: 'metric',
    subject: '3',
    subjectTitle: 'gpu',
    actor: 'Jonas Editor',
    before: null,
  }),
];

export const reRatingHandlers = [
  http.get('*/api/re-rating-plans', ({ request }) => {
    const state = new URL(request.url).searchParams.get('state');
    const shown = plans.filter((plan) => state === null || plan.state === state);
    return HttpResponse.json({ plans: shown, nextCursor: null });
  }),
  http.post('*/api/re-rating-plans', async ({ request }) => {
    const { reason } = reRatingRequest.parse(await request.json());
    const plan = planOf(710 + plans.length, { reason, state: 'computing', totals: null });
    plans = [plan, ...plans];
    return HttpResponse.json(plan, { status: 201 });
  }),
  http.get('*/api/re-rating-plans/:id', ({ params }) => {
    const plan = plans.find(({ id }) => id === params['id']);
    return plan ? HttpResponse.json(plan) : problem('re-rating-plan-not-found');
  }),
  http.get('*/api/re-rating-plans/:id/projects', ({ request }) => {
    const search = new URL(request.url).searchParams.get('search') ?? '';
    const shown = projects.filter(({ project }) => project.includes(search));
    return HttpResponse.json({ projects: shown, nextCursor: null });
  }),
  http.get('*/api/re-rating-plans/:id/readings', ({ request }) => {
    const isNext = new URL(request.url).searchParams.has('cursor');
    return HttpResponse.json({
      readings: isNext ? [readingOf('13:00', '501.5', '102')] : [readingOf('12:00', '500', null)],
      nextCursor: isNext ? null : 'next',
    } satisfies ReRatingReadingsResponse);
  }),
  http.get('*/api/re-rating-plans/:id/entries', () =>
    HttpResponse.json({ entries, nextCursor: null }),
  ),
  http.post('*/api/re-rating-plans/:id/decision', async ({ params, request }) => {
    const { decision, reason } = reRatingDecision.parse(await request.json());
    plans = plans.map((plan) =>
      plan.id === params['id']
        ? {
            ...plan,
            state: decision === 'approve' ? 'applying' : 'rejected',
            decidedBy: 'Jonas Editor',
            decidedAt: '2026-11-22T12:00:00.000Z',
            decisionReason: reason,
          }
        : plan,
    );
    return HttpResponse.json(plans.find(({ id }) => id === params['id']));
  }),
  http.get('*/api/audit', ({ request }) => {
    const { subjectKind, actor } = Object.fromEntries(new URL(request.url).searchParams);
    const events = auditEvents.filter(
      (event) =>
        (subjectKind === undefined || event.subjectKind === subjectKind) &&
        (actor === undefined || event.actor === actor),
    );
    return HttpResponse.json({ events, nextCursor: null });
  }),
];
