import {
  completenessQuery,
  decideHeldChargesRequest,
  listDataQualityEventsQuery,
  listHeldChargesQuery,
  listQuarantineQuery,
  markDataQualityEventsRequest,
  quarantineGroupsQuery,
  resolveQuarantineRequest,
  type DataQualityEvent,
  type DecideHeldChargesResponse,
  type HeldCharge,
  type ListDataQualityEventsResponse,
  type ListHeldChargesResponse,
  type ListQuarantineResponse,
  type MarkDataQualityEventsResponse,
  type ProjectCompletenessResponse,
  type QuarantinedReading,
  type QuarantineFilter,
  type QuarantineGroupsResponse,
  type ReleaseEffect,
  type ResolveQuarantineResponse,
} from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { http, HttpResponse } from 'msw';
import { problem } from './problem.js';
import { completenessOf, firstEvents, firstHeld, firstReadings } from './quality-answers.js';

let readings = firstReadings();
let held = firstHeld();
let events = firstEvents();

export function resetQuality(): void {
  readings = firstReadings();
  held = firstHeld();
  events = firstEvents();
}

const searchOf = (request: Request) => {
  const { searchParams } = new URL(request.url);
  return { ...Object.fromEntries(searchParams), by: searchParams.getAll('by') };
};
const decided = { at: '2026-11-22T10:00:00.000Z', by: 'Jonas Editor' };

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()];
}

function fits(reading: QuarantinedReading, filter: QuarantineFilter): boolean {
  return (['reason', 'site', 'metric', 'project'] as const).every(
    (name) => filter[name] === undefined || filter[name] === (reading[name] ?? ''),
  );
}

function groupsOf(found: readonly QuarantinedReading[], by: QuarantineGroupsResponse['by']) {
  return grouped(found, (reading) => JSON.stringify(by.map((name) => reading[name])))
    .map((group) => {
      const [first] = group;
      const of = (name: (typeof by)[number]) =>
        by.includes(name) ? (first?.[name] ?? null) : null;
      return {
        reason: of('reason'),
        site: of('site'),
        metric: of('metric'),
        project: of('project'),
        count: group.length,
        releasableCount: group.filter(({ canRelease }) => canRelease).length,
        firstReceivedAt: '2026-11-22T09:00:00.000Z',
        lastReceivedAt: '2026-11-22T09:30:12.000Z',
        exampleDetail: first?.detail ?? '',
        exampleExplanation: first?.explanation ?? null,
      };
    })
    .sort((a, b) => b.count - a.count);
}

const account = (used: string, remaining: string) => ({ granted: '200', used, remaining });
const releaseEffect: ReleaseEffect = {
  credits: '12.5',
  heldCount: 1,
  projectCount: 2,
  projects: [
    {
      project: 'protein-folding',
      before: account('100', '100'),
      after: account('112.5', '87.5'),
      difference: '12.5',
    },
    {
      project: 'sequencing',
      before: account('7', '193'),
      after: account('7', '193'),
      difference: '0',
    },
  ],
};

async function resolve(request: Request, status: 'released' | 'dismissed') {
  const { select, reason, isDryRun } = resolveQuarantineRequest.parse(await request.json());
  const selected = readings.filter(
    (reading) =>
      reading.status === 'open' &&
      ('ids' in select ? select.ids.includes(reading.id) : fits(reading, select.filter)),
  );
  const able = selected.filter(({ canRelease }) => status === 'dismissed' || canRelease);
  const refused = selected.filter((reading) => !able.includes(reading));
  if (!isDryRun) {
    readings = readings.map((reading) =>
      able.includes(reading)
        ? { ...reading, status, resolution: { ...decided, reason, outcome: null } }
        : reading,
    );
  }
  const answer: ResolveQuarantineResponse = {
    isDryRun,
    selectedCount: selected.length,
    remainingCount: 0,
    releasedCount: status === 'released' ? able.length : 0,
    duplicateCount: 0,
    dismissedCount: status === 'dismissed' ? able.length : 0,
    unchangedCount: 'ids' in select ? select.ids.length - selected.length : 0,
    refused: refused.map(({ id }) => ({
      id,
      reason: 'incomplete',
      detail: 'it does not name project, site, metric, time and value',
      explanation: { code: 'incomplete', params: {} },
    })),
    refusedCount: refused.length,
    effect: isDryRun && status === 'released' && able.length > 0 ? releaseEffect : null,
    continueAfter: null,
  };
  return HttpResponse.json(answer);
}

async function decideHeld(request: Request, status: 'released' | 'dismissed') {
  const { select, reason, isDryRun } = decideHeldChargesRequest.parse(await request.json());
  const chosen = held.filter((each) =>
    'ids' in select ? select.ids.includes(each.id) : each.status === 'held',
  );
  const changed = chosen.filter((each) => each.status !== status);
  const effect = (each: HeldCharge): Decimal => {
    const credits = Decimal.of(each.credits ?? '0');
    if (status === 'released') return credits;
    return each.status === 'released' ? credits.negated() : Decimal.of('0');
  };
  if (!isDryRun) {
    held = held.map((each) =>
      changed.includes(each) ? { ...each, status, decision: { ...decided, reason } } : each,
    );
  }
  const answer: DecideHeldChargesResponse = {
    isDryRun,
    decidedCount: changed.length,
    credits: Decimal.sum(changed.map(effect)).toString(),
    unchangedCount: chosen.length - changed.length,
    missing: [],
    remainingCount: 0,
  };
  return HttpResponse.json(answer);
}

async function mark(request: Request, status: DataQualityEvent['status']) {
  const { select, note, isDryRun } = markDataQualityEventsRequest.parse(await request.json());
  const changed = events.filter(
    (event) =>
      event.status !== status &&
      ('ids' in select
        ? select.ids.includes(event.id)
        : select.filter.kind === undefined || select.filter.kind === event.kind),
  );
  if (!isDryRun) {
    events = events.map((event) =>
      changed.includes(event)
        ? {
            ...event,
            status,
            acknowledgement: status === 'open' ? null : { ...decided, note },
          }
        : event,
    );
  }
  const answer: MarkDataQualityEventsResponse = {
    isDryRun,
    changedCount: changed.length,
    unchangedCount: 0,
  };
  return HttpResponse.json(answer);
}

export const qualityHandlers = [
  http.get('*/api/quarantine/groups', ({ request }) => {
    const { status, by, ...filter } = quarantineGroupsQuery.parse(searchOf(request));
    const found = readings.filter((each) => each.status === status && fits(each, filter));
    const answer: QuarantineGroupsResponse = {
      by,
      groups: groupsOf(found, by),
      totalCount: found.length,
      isComplete: true,
    };
    return HttpResponse.json(answer);
  }),
  http.get('*/api/quarantine', ({ request }) => {
    const { status, ...filter } = listQuarantineQuery.parse(searchOf(request));
    const items = readings.filter((each) => each.status === status && fits(each, filter));
    const answer: ListQuarantineResponse = { items, nextCursor: null };
    return HttpResponse.json(answer);
  }),
  http.post('*/api/quarantine/release', ({ request }) => resolve(request, 'released')),
  http.post('*/api/quarantine/dismiss', ({ request }) => resolve(request, 'dismissed')),
  http.get('*/api/held-charges', ({ request }) => {
    const { status, project } = listHeldChargesQuery.parse(searchOf(request));
    const items = held
      .filter((each) => each.status === status)
      .filter((each) => project === undefined || each.project === project);
    const credits = Decimal.sum(items.map((each) => Decimal.of(each.credits ?? '0'))).toString();
    const answer: ListHeldChargesResponse = {
      items,
      nextCursor: null,
      total: { count: items.length, credits },
    };
    return HttpResponse.json(answer);
  }),
  http.post('*/api/held-charges/release', ({ request }) => decideHeld(request, 'released')),
  http.post('*/api/held-charges/dismiss', ({ request }) => decideHeld(request, 'dismissed')),
  http.get('*/api/data-quality/completeness', ({ request }) => {
    const { from, to } = completenessQuery.parse(searchOf(request));
    const toMs = to === undefined ? Date.parse('2026-11-22T10:00:00Z') : Date.parse(to);
    const fromMs = from === undefined ? toMs - 24 * 3_600_000 : Date.parse(from);
    return HttpResponse.json(completenessOf(fromMs, toMs));
  }),
  http.get('*/api/data-quality/events', ({ request }) => {
    const { status, kind, site } = listDataQualityEventsQuery.parse(searchOf(request));
    const ofStatus = events.filter((event) => event.status === status);
    const answer: ListDataQualityEventsResponse = {
      items: ofStatus
        .filter((event) => kind === undefined || event.kind === kind)
        .filter((event) => site === undefined || event.site === site),
      nextCursor: null,
      counts: grouped(ofStatus, (event) => event.kind).flatMap(([first, ...others]) =>
        first ? [{ kind: first.kind, count: others.length + 1 }] : [],
      ),
    };
    return HttpResponse.json(answer);
  }),
  http.post('*/api/data-quality/events/acknowledge', ({ request }) =>
    mark(request, 'acknowledged'),
  ),
  http.post('*/api/data-quality/events/reopen', ({ request }) => mark(request, 'open')),
  http.get('*/api/projects/:name/completeness', ({ params }) => {
    if (typeof params['name'] !== 'string') return problem('project-not-found');
    const answer: ProjectCompletenessResponse = {
      project: params['name'],
      asOf: '2026-11-22T09:50:00.000Z',
      series: [
        {
          site: 'bielefeld',
          metric: 'project_vcpu_usage',
          metricFriendlyName: 'cpu',
          lastReadingAt: '2026-11-22T09:58:00.000Z',
          rhythmSeconds: 600,
          state: 'reporting',
        },
        {
          site: 'heidelberg',
          metric: 'project_vcpu_usage',
          metricFriendlyName: 'cpu',
          lastReadingAt: '2026-11-22T07:00:00.000Z',
          rhythmSeconds: 600,
          state: 'late',
        },
      ],
      heldCharges: { count: 1, credits: '5000' },
    };
    return HttpResponse.json(answer);
  }),
];
