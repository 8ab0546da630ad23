import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  listHeldChargesResponse,
  listQuarantineResponse,
  type DecideHeldChargesResponse,
  type ProblemDocument,
  type ResolveQuarantineResponse,
} from '@os-credits/contracts';
import { BAD_REASONS } from '../../../test/bad-values.js';
import { expectRefusal } from '../../../test/expect-refusal.js';
import { IngestionStage } from '../../../test/ingestion-stage.js';
import { type Answer, type Credentials } from '../../../test/test-app.js';

const NOW = '2026-11-22T12:30:00.000Z';
const CPU = 'project_vcpu_usage';
const iso = (minutes: number): string =>
  new Date(Date.parse('2026-11-22T06:00:00.000Z') + minutes * 60_000).toISOString();

type Person = Credentials & { readonly csrfToken: string };
let stage: IngestionStage;
let editor: Person;

beforeAll(async () => {
  stage = await IngestionStage.open({}, NOW);
  editor = await stage.app.signIn({ staffRole: 'editor', name: 'Ada', subject: 'ada' });
  await stage.sql.query(`update metric set plausible_max_per_hour = 100 where name = $1`, [CPU]);
});
afterAll(() => stage.close());

/** A project with readings in quarantine that can be released, and with a held charge of 1000 credits. */
async function troubled(project: string): Promise<void> {
  const series = { project, site: '8676', metric: CPU };
  const steps: [number, string][] = [
    [0, '10'],
    [90, '1010'],
  ];
  await stage.readings(steps.map(([minutes, value]) => ({ ...series, at: iso(minutes), value })));
  await stage.rate();
  await stage.sql.query(
    `insert into quarantined_reading (wire, reason, detail, project_name, site_name, metric_name, at, value)
     select 'json', 'in-the-future', 'x', $1, '8676', $2, $3::timestamptz + n * interval '1 minute', (1010 + n)::text
       from generate_series(1, 20) n`,
    [project, CPU, iso(100)],
  );
}

function post<Body = ProblemDocument>(
  path: string,
  body: unknown,
  as: Person = editor,
): Promise<Answer<Body>> {
  return stage.app.get<Body>(`/api/${path}`, as, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'x-csrf-token': as.csrfToken },
  });
}

const state = (): Promise<unknown[]> =>
  stage.sql.query(
    `select (select json_agg(q order by q.id) from quarantined_reading q) as quarantine,
            (select json_agg(h order by h.project_id, h.from_at) from held_charge h) as held,
            (select count(*) from held_charge_decision) as decisions, (select count(*) from ingest_batch) as batches,
            (select json_agg(e order by e.id) from data_quality_event e) as events,
            (select json_agg(a order by a.project_id) from account a) as accounts,
            (select count(*) from audit_event) as audited`,
  );

const decisions = [
  ['quarantine/release', '1'],
  ['quarantine/dismiss', '1'],
  ['held-charges/release', '1.2.5-6'],
  ['held-charges/dismiss', '1.2.5-6'],
] as const;
const marks = [
  ['data-quality/events/acknowledge', 'series.1'],
  ['data-quality/events/reopen', 'site.1'],
] as const;

describe.each([...decisions, ...marks])('%s', (path, id) => {
  beforeAll(() => troubled(`bad ${path}`));
  const good = path.startsWith('data') ? { note: 'seen' } : { reason: 'because' };

  it.each([
    ['no selection', {}, '/body/select'],
    ['an empty selection', { select: {} }, '/body/select'],
    ['no id', { select: { ids: [] } }, '/body/select/ids'],
    ['more ids than fit', { select: { ids: Array<string>(1001).fill(id) } }, '/body/select'],
    ['an id of something else', { select: { ids: [`${id}.x`] } }, '/body/select/ids/0'],
    ['an id as number', { select: { ids: [1] } }, '/body/select'],
    ['an id with a comma', { select: { ids: ['1,5'] } }, '/body/select/ids/0'],
    ['an id beyond every number', { select: { ids: ['9'.repeat(30)] } }, '/body/select/ids/0'],
    ['ids and a filter', { select: { ids: [id], filter: {} } }, '/body/select'],
    ['an unknown filter', { select: { filter: { projekt: 'x' } } }, '/body/select/filter'],
    [
      'a NUL in a filter',
      { select: { filter: { project: 'a\0' } } },
      '/body/select/filter/project',
    ],
    [
      'half a surrogate pair in a filter',
      { select: { filter: { site: '\ud83d' } } },
      '/body/select/filter/site',
    ],
    [
      'a filter beyond all measure',
      { select: { filter: { project: 'x'.repeat(257) } } },
      '/body/select/filter/project',
    ],
    ['a list as filter', { select: { filter: [] } }, '/body/select'],
    ['a word as dry run', { select: { filter: {} }, isDryRun: 'yes' }, '/body/isDryRun'],
  ] as [string, object, string][])(
    'is refused with %s, and nothing changes',
    async (_, over, pointer) => {
      await expectRefusal(() => post(path, { ...good, ...over }), pointer, state);
    },
  );

  it('is refused with JSON that is none, and beyond a megabyte', async () => {
    const before = await state();
    for (const body of ['', '{"select":', '{"reason": NaN}', '{"__proto__": {}}']) {
      const answer = await post(path, body);
      expect([body, answer.status, answer.body.code]).toEqual([body, 400, 'malformed-body']);
    }
    const answer = await post(path, {
      ...good,
      select: { filter: { project: 'x'.repeat(1_100_000) } },
    });
    expect([answer.status, answer.body.code]).toEqual([413, 'payload-too-large']);
    expect(await state()).toEqual(before);
  });

  it('is no matter of viewers, leads or strangers', async () => {
    const before = await state();
    const body = { ...good, select: { filter: {} } };
    for (const user of [{ staffRole: 'viewer' as const }, { leads: [`bad ${path}`] }]) {
      const answer = await post(path, body, await stage.app.signIn(user));
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
    }
    const answer = await stage.app.get<ProblemDocument>(`/api/${path}`, undefined, {
      method: 'POST',
    });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
    expect(await state()).toEqual(before);
  });
});

describe.each(decisions)('%s', (path, id) => {
  it.each(BAD_REASONS)('is refused with %s, and nothing changes', async (_, reason) => {
    const body = { select: { ids: [id] }, reason };
    await expectRefusal(() => post(path, body), '/body/reason', state);
    await expectRefusal(() => post(path, { ...body, isDryRun: true }), '/body/reason', state);
  });
});

it.each(['1,5', '-1', 'x', '9'.repeat(30), 5, null])(
  'a release is not continued after %j',
  async (after) => {
    const body = { select: { filter: {} }, reason: 'because', after };
    await expectRefusal(() => post('quarantine/release', body), '/body/after', state);
  },
);

it.each([
  ['quarantine?status=shut', '/query/status'],
  ['quarantine?limit=0', '/query/limit'],
  ['quarantine?limit=1,5', '/query/limit'],
  ['quarantine?limit=NaN', '/query/limit'],
  ['quarantine?limit=501', '/query/limit'],
  ['quarantine?cursor=AAAA', '/query/cursor'],
  ['quarantine?cursor=%25', '/query/cursor'],
  ['quarantine?receivedFrom=soon', '/query/receivedFrom'],
  ['quarantine?receivedTo=0000-01-01', '/query/receivedTo'],
  ['quarantine?project=a%00', '/query/project'],
  ['quarantine/groups?by=weather', '/query/by'],
  ['held-charges?status=open', '/query/status'],
  ['held-charges?cursor=AAAA', '/query/cursor'],
  ['data-quality/events?kind=storm', '/query/kind'],
  ['data-quality/events?limit=1e400', '/query/limit'],
  ['data-quality/events?cursor=WyIwMDAwLTAxLTAxVDAwOjAwOjAwWiIsMSwiMSJd', '/query/cursor'],
  ['data-quality/completeness?from=2026-11-22&to=2026-11-21', '/query/to'],
  ['data-quality/completeness?from=9999-12-31T23:59:59-14:00', '/query/from'],
  ['operations/intake?from=soon', '/query/from'],
])('GET %s is refused', async (path, pointer) => {
  await expectRefusal(() => stage.app.get(`/api/${path}`, editor), pointer, state);
});

describe('doing it twice', () => {
  const all = (project: string) => ({ select: { filter: { project } }, reason: 'at once' });

  it('a reading is released or dismissed, whoever is first, and billed accordingly', async () => {
    await troubled('both at once');
    const answers = await Promise.all(
      ['release', 'dismiss', 'release', 'dismiss'].map((action) =>
        post<ResolveQuarantineResponse>(`quarantine/${action}`, all('both at once')),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const sum = (count: (one: ResolveQuarantineResponse) => number) =>
      answers.reduce((total, { body }) => total + count(body), 0);
    const released = sum((one) => one.releasedCount);
    expect([released + sum((one) => one.dismissedCount), released % 20]).toEqual([20, 0]);
    const query = `quarantine?project=both%20at%20once&status=${released > 0 ? 'released' : 'dismissed'}`;
    const { body } = await stage.app.get(`/api/${query}`, editor);
    expect(listQuarantineResponse.parse(body).items).toHaveLength(20);
    expect(await stage.used('both at once')).toBe(released > 0 ? '20' : '0');
  });

  it('a release that is repeated takes nothing more, and counts what it left alone', async () => {
    await troubled('repeated');
    const list = await stage.app.get('/api/quarantine?project=repeated', editor);
    const ids = listQuarantineResponse.parse(list.body).items.map(({ id }) => id);
    const request = { select: { ids }, reason: 'clock was wrong' };
    const first = await post<ResolveQuarantineResponse>('quarantine/release', request);
    expect(first.body).toMatchObject({ releasedCount: 20, unchangedCount: 0 });
    await stage.rate();
    const before = await state();
    for (const path of ['quarantine/release', 'quarantine/dismiss']) {
      const again = await post<ResolveQuarantineResponse>(path, request);
      expect(again.body).toMatchObject({ selectedCount: 0, releasedCount: 0, unchangedCount: 20 });
    }
    expect(await state()).toEqual(before);
  });

  it('a held charge is released once by ten people, and a repeat changes nothing', async () => {
    await troubled('held');
    const request = all('held');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        post<DecideHeldChargesResponse>('held-charges/release', request),
      ),
    );
    expect(answers.map(({ body }) => body.decidedCount).sort()).toEqual([
      ...Array<number>(9).fill(0),
      1,
    ]);
    expect(await stage.used('held')).toBe('1000');
    const { body } = await stage.app.get('/api/held-charges?status=released&project=held', editor);
    const [{ id } = { id: '' }] = listHeldChargesResponse.parse(body).items;
    const before = await state();
    const byId = { select: { ids: [id] }, reason: 'once more' };
    const again = await post<DecideHeldChargesResponse>('held-charges/release', byId);
    expect(again.body).toMatchObject({ decidedCount: 0, unchangedCount: 1, credits: '0' });
    expect(await state()).toEqual(before);
  });

  it('a held charge that two people decide differently at once is as the last one decided', async () => {
    await troubled('torn');
    const list = await stage.app.get('/api/held-charges?project=torn', editor);
    const [{ id } = { id: '' }] = listHeldChargesResponse.parse(list.body).items;
    const request = { select: { ids: [id] }, reason: 'no, I know it' };
    await Promise.all(
      ['release', 'dismiss', 'release', 'dismiss'].map((action) =>
        post(`held-charges/${action}`, request),
      ),
    );
    const [row] = await stage.sql.query<{ status: string; last: string }>(
      `select h.status, (select d.decision from held_charge_decision d
                          where d.project_id = h.project_id order by d.id desc limit 1) as last
         from held_charge h join project p on p.id = h.project_id where p.name = 'torn'`,
    );
    expect(row?.status).toBe(row?.last);
    expect(await stage.used('torn')).toBe(row?.status === 'released' ? '1000' : '0');
  });
});
