import {
  decideSyncItemsRequest,
  listSyncItemsQuery,
  resolveDriftRequest,
  type DecideSyncItemsResponse,
  type Drift,
  type ListDriftResponse,
  type ListSyncItemsResponse,
  type ListSyncRunsResponse,
  type PerunCheck,
  type PerunStatus,
  type SyncItem,
  type SyncRun,
} from '@os-credits/contracts';
import { http, HttpResponse } from 'msw';
import { uuid } from './job-answers.js';
import { problem } from './problem.js';

const usedCredits = 'urn:perun:group:attribute-def:def:denbiCreditsCurrent';
const granted = 'urn:perun:group:attribute-def:def:denbiCreditsGranted';
const timestamps = 'urn:perun:group_resource:attribute-def:opt:denbiCreditTimestamps';

const attributes: PerunStatus['attributes'] = [
  { use: 'credits-used', attribute: usedCredits, direction: 'push' },
  { use: 'credits-granted', attribute: granted, direction: 'pull' },
  { use: 'timestamps', attribute: timestamps, direction: 'push' },
];

export const perunCheckAnswer: PerunCheck = {
  checkedAt: '2026-11-22T09:00:00.000Z',
  isGood: false,
  version: '49.1.0',
  actor: 'os-credits',
  vo: { id: 1, shortName: 'denbi', name: 'de.NBI Cloud' },
  resources: [{ id: 8676, name: 'bielefeld', groupCount: 12 }],
  attributes: attributes.map((attribute) => ({
    ...attribute,
    isDefined: true,
    type: 'java.lang.String',
    canRead: true,
    canWrite: attribute.use === 'credits-used' ? false : null,
  })),
  problems: ['We may not write the used credits: give our principal the role of a group manager.'],
  durationMs: 412,
};

export function perunStatusOf(change: Partial<PerunStatus> = {}): PerunStatus {
  return {
    mode: 'simulated',
    host: 'http://127.0.0.1:8086',
    grantsOwnedBy: 'perun',
    attributes,
    lastCheck: null,
    lastSuccess: {
      syncRunId: uuid(701),
      at: '2026-11-22T01:00:12.000Z',
      durationMs: 12_300,
      callCount: 31,
    },
    activeSyncRunId: uuid(702),
    nextRunAt: '2026-11-23T01:00:00.000Z',
    openDriftCount: 2,
    waitingItemCount: 3,
    projectCounts: { active: 8, inactive: 1, unverified: 2 },
    ...change,
  };
}

export function syncItemOf(number: number, change: Partial<SyncItem> = {}): SyncItem {
  return {
    id: String(number),
    kind: 'grant',
    status: 'applied',
    project: 'protein-folding',
    groupId: 4000 + number,
    subject: null,
    before: '200',
    after: '350.50',
    guard: null,
    detail: null,
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    ...change,
  };
}

const firstItems = (): SyncItem[] => [
  syncItemOf(1, {
    kind: 'project-vanished',
    status: 'waiting',
    project: 'plant-phenotyping',
    before: 'active',
    after: 'inactive',
    guard: 'many-vanished',
  }),
  syncItemOf(2, {
    kind: 'project-vanished',
    status: 'waiting',
    project: 'single-cell-heart',
    before: 'active',
    after: 'inactive',
    guard: 'many-vanished',
  }),
  syncItemOf(3, {
    status: 'waiting',
    before: '200',
    after: '10',
    guard: 'grant-below-used',
    detail: '42.5 credits are used already.',
  }),
  syncItemOf(4, { project: 'metagenome-atlas' }),
  syncItemOf(5, { kind: 'lead-added', subject: 'Ada Lindqvist', before: null, after: null }),
  syncItemOf(6, { kind: 'push', before: '40', after: '42.5', status: 'planned' }),
];

const firstDrift = (): Drift[] => [
  driftOf(1),
  driftOf(2, {
    attribute: timestamps,
    site: 'bielefeld',
    ours: '{"cpu": "2026-11-22"}',
    theirs: null,
    difference: null,
    changedBy: null,
    changedAt: null,
    canTakeTheirs: false,
  }),
  driftOf(3, {
    status: 'wrote-ours',
    resolvedAt: '2026-11-21T12:00:00.000Z',
    resolvedBy: 'Wanda Admin',
    reason: 'a slip of the hand',
  }),
];

export function driftOf(number: number, change: Partial<Drift> = {}): Drift {
  return {
    id: String(number),
    project: 'protein-folding',
    attribute: usedCredits,
    site: null,
    ours: '42.5',
    theirs: '50',
    difference: '7.5',
    changedBy: 'otto@example.org',
    changedAt: '2026-11-21 10:11:12.345678',
    detectedAt: '2026-11-22T01:00:05.000Z',
    status: 'open',
    canTakeTheirs: true,
    resolvedAt: null,
    resolvedBy: null,
    reason: null,
    ...change,
  };
}

let items = firstItems();
let drifts = firstDrift();

export function resetPerun(): void {
  items = firstItems();
  drifts = firstDrift();
}

/** Changes a difference behind the back of the page, as somebody in Perun would. */
export function changeDrift(id: string, change: Partial<Drift>): void {
  drifts = drifts.map((drift) => (drift.id === id ? { ...drift, ...change } : drift));
}

export function syncRunOf(number: number, change: Partial<SyncRun> = {}): SyncRun {
  return {
    id: uuid(number),
    jobId: uuid(7),
    state: 'done',
    scope: 'all',
    project: null,
    isDryRun: false,
    startedAt: '2026-11-22T01:00:00.000Z',
    endedAt: '2026-11-22T01:00:12.000Z',
    actor: 'nightly',
    callCount: 31,
    groupCount: 12,
    counts: [{ kind: 'push', status: 'applied', count: 4 }],
    waitingCount: 0,
    error: null,
    ...change,
  };
}

function waitingRun(): SyncRun {
  const waitingCount = items.filter(({ status }) => status === 'waiting').length;
  const counts = new Map<string, SyncRun['counts'][number]>();
  for (const { kind, status } of items) {
    const key = `${kind} ${status}`;
    counts.set(key, { kind, status, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return syncRunOf(702, {
    state: waitingCount > 0 ? 'waiting' : 'applying',
    endedAt: null,
    counts: [...counts.values()],
    waitingCount,
  });
}

const runs = (): SyncRun[] => [
  waitingRun(),
  syncRunOf(701),
  syncRunOf(703, { state: 'failed', error: 'Perun did not answer within 30 s', counts: [] }),
];

export const perunHandlers = [
  http.get('*/api/perun', () => HttpResponse.json(perunStatusOf())),
  http.post('*/api/perun/check', () => HttpResponse.json(perunCheckAnswer)),
  http.get('*/api/perun/sync-runs', ({ request }) => {
    const state = new URL(request.url).searchParams.get('state');
    const answer: ListSyncRunsResponse = {
      runs: runs().filter((run) => state === null || run.state === state),
      nextCursor: null,
    };
    return HttpResponse.json(answer);
  }),
  http.get('*/api/perun/sync-runs/:id', ({ params }) => {
    const run = runs().find(({ id }) => id === params['id']);
    return run ? HttpResponse.json(run) : problem('sync-run-not-found');
  }),
  http.get('*/api/perun/sync-runs/:id/items', ({ params, request }) => {
    const { status, kind, project } = listSyncItemsQuery.parse(
      Object.fromEntries(new URL(request.url).searchParams),
    );
    const all = params['id'] === uuid(702) ? items : [];
    const answer: ListSyncItemsResponse = {
      items: all
        .filter((item) => !status || item.status === status)
        .filter((item) => !kind || item.kind === kind)
        .filter((item) => !project || item.project?.includes(project)),
      nextCursor: null,
    };
    return HttpResponse.json(answer);
  }),
  http.post('*/api/perun/sync-runs/:id/decisions', async ({ request }) => {
    const { items: chosen, decision, reason } = decideSyncItemsRequest.parse(await request.json());
    const decided = items.filter(
      ({ id, status }) => status === 'waiting' && (chosen === 'all-waiting' || chosen.includes(id)),
    );
    items = items.map((item) =>
      decided.includes(item)
        ? {
            ...item,
            status: decision === 'approve' ? 'approved' : 'rejected',
            decidedBy: 'Wanda Admin',
            decidedAt: new Date().toISOString(),
            decisionReason: reason,
          }
        : item,
    );
    const answer: DecideSyncItemsResponse = { decidedCount: decided.length, run: waitingRun() };
    return HttpResponse.json(answer);
  }),
  http.get('*/api/perun/drift', ({ request }) => {
    const status = new URL(request.url).searchParams.get('status');
    const answer: ListDriftResponse = {
      drift: drifts.filter((drift) => status === null || drift.status === status),
      openCount: drifts.filter((drift) => drift.status === 'open').length,
      nextCursor: null,
    };
    return HttpResponse.json(answer);
  }),
  http.post('*/api/perun/drift/:id/resolution', async ({ params, request }) => {
    const { resolution, theirs, reason } = resolveDriftRequest.parse(await request.json());
    const drift = drifts.find(({ id }) => id === params['id']);
    if (!drift) return problem('drift-not-found');
    if (drift.theirs !== theirs) return problem('conflict', 'Perun holds another value now');
    changeDrift(drift.id, {
      status: resolution === 'take-theirs' ? 'took-theirs' : 'wrote-ours',
      resolvedAt: new Date().toISOString(),
      resolvedBy: 'Wanda Admin',
      reason,
    });
    return HttpResponse.json(drifts.find(({ id }) => id === drift.id));
  }),
];
