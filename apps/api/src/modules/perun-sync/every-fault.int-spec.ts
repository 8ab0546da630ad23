import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FAULT_KINDS, type Fault } from '../../../../sandbox/src/perun/index.js';
import { SyncNights, type CallPlace, type Errand } from '../../../test/sync-nights.js';
import { DomainError } from '../../platform/problems/index.js';

const NEVER_MS = 3_600_000;
const PATIENT_MS = 60_000;

/** What a call of a run meets. */
interface Trouble {
  readonly name: string;
  readonly fault: Pick<Fault, 'kind' | 'latencyMs'>;
  /** How long the calls of the run wait for an answer. */
  readonly timeoutMs: number;
  /** How many of its attempts meet it; undefined for all. */
  readonly counts: readonly (number | undefined)[];
}

/** Calls that meet these are not tried again, or need not be. */
const TRIED_ONCE = ['unauthorized', 'mfa', 'unknown-method', 'read-only', 'latency', 'slow-drip'];

const TROUBLES: readonly Trouble[] = [
  ...FAULT_KINDS.map((kind) => ({
    name: kind === 'latency' || kind === 'slow-drip' ? `${kind} within the timeout` : kind,
    fault: { kind, latencyMs: 20 },
    timeoutMs: PATIENT_MS,
    counts: TRIED_ONCE.includes(kind) ? [undefined] : [1, undefined],
  })),
  ...(['latency', 'slow-drip'] as const).map((kind) => ({
    name: `${kind} beyond the timeout`,
    fault: { kind, latencyMs: NEVER_MS },
    timeoutMs: 100,
    counts: [1, undefined],
  })),
];

const ERRANDS: readonly Errand[] = [
  {
    name: 'of everything and everybody, with no place in the audit log',
    parameters: {},
    change: async (nights) => {
      await nights.stage.sql(`update perun_state set message_id = null`);
      nights.grant('project-00001');
      nights.swapLead('project-00002');
      nights.mail('project-00003');
      nights.replaceGroup();
      await nights.use('project-00001', '8676');
      await nights.use('project-00002', '8676');
      await nights.use('project-00002', '8675');
    },
  },
  {
    name: 'by the audit log',
    parameters: { scope: 'incremental' },
    change: async (nights) => {
      nights.grant('project-00001');
      nights.swapLead('project-00001');
      await nights.use('project-00001', '8676');
    },
  },
  {
    name: 'of one project',
    parameters: { project: 'project-00002' },
    change: async (nights) => {
      nights.grant('project-00002');
      nights.swapLead('project-00002');
      await nights.use('project-00002', '8676');
      await nights.use('project-00002', '8675');
    },
  },
];

let nights: SyncNights;

beforeAll(async () => {
  nights = await SyncNights.open();
}, 60_000);
afterAll(() => nights.stage.close());

/** A run that failed says by which call; one that did not carries out, or waits. None grants twice. */
async function expectClearState(about: string, end: unknown): Promise<void> {
  if (end instanceof Error)
    expect([about, end instanceof DomainError ? end.code : end]).toEqual([about, 'perun-failed']);
  for (const { project, granted, grants } of await nights.grants()) {
    const wanted = nights.wantedGrants(project);
    const missing = wanted.granted - granted;
    expect([
      about,
      project,
      missing === wanted.grants - grants || grants === 0,
      missing >= 0,
    ]).toEqual([about, project, true, true]);
  }
}

type Attempt = Awaited<ReturnType<SyncNights['attempt']>>;

/** The same run where it can go on; the nightly one where Perun refused a write; else one like it. */
function nextAfter(errand: Errand, { end, jobId, checkpoint }: Attempt): [Errand, object?] {
  if (end instanceof Error)
    return checkpoint === undefined ? [errand] : [errand, { jobId, checkpoint }];
  return [end.counts.has('failed') ? { ...errand, parameters: {} } : errand];
}

/**
 * One run under the fault and the one after it.
 *
 * @returns whether the call was met
 */
async function meet(
  errand: Errand,
  place: CallPlace,
  { name, fault, count, timeoutMs }: Trouble & { readonly count: number | undefined },
): Promise<boolean> {
  const { faults } = nights.stage.perun;
  const about = `${name}, ${count ?? 'all'} of ${JSON.stringify(place)}`;
  // A process remembers what its Perun lacks, and which organisation is meant.
  if (fault.kind === 'unknown-method' || place.method.startsWith('vosManager.'))
    await nights.stage.reopen({});
  await nights.nextTurn(errand);
  faults.add({ ...fault, ...place, ...(count === undefined ? {} : { count }) });
  nights.pace({ timeoutMs });
  const first = await nights.attempt(errand);
  const isMet = faults.list().some(({ hits }) => hits > 0);
  faults.clear();
  nights.pace({ timeoutMs: PATIENT_MS });
  await expectClearState(about, first.end);
  const second = await nights.attempt(...nextAfter(errand, first));
  expect([about, second.end]).toEqual([about, expect.objectContaining({ isWaiting: false })]);
  expect([about, await nights.found()]).toEqual([about, nights.expected()]);
  return isMet;
}

/** On a busy machine other calls may come too late before this one: then with more time. */
async function meetSurely(errand: Errand, place: CallPlace, trouble: Trouble): Promise<void> {
  for (const count of trouble.counts) {
    let { timeoutMs } = trouble;
    while (!(await meet(errand, place, { ...trouble, count, timeoutMs }))) {
      expect([trouble.name, place, timeoutMs < PATIENT_MS]).toEqual([trouble.name, place, true]);
      timeoutMs *= 2;
    }
  }
}

describe.each(ERRANDS)('a sync $name', (errand) => {
  let places: readonly CallPlace[] = [];
  beforeEach(() => nights.stage.reopen({}));

  it('arrives where nothing disturbs it', async () => {
    places = await nights.placesOf(errand);
    expect(places.map(({ method }) => method)).toContain('attributesManager.setAttributes');
    expect(await nights.found()).toEqual(nights.expected());
  });

  it.each(TROUBLES)(
    'that meets $name at any of its calls ends in a clear state, and the next one completes',
    async (trouble) => {
      for (const place of places) await meetSurely(errand, place, trouble);
    },
    300_000,
  );

  it('left a ledger that adds up', async () => {
    expect(await nights.stage.differences()).toBe(0);
  });
});
