import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { balanceResponse, type ProblemDocument } from '@os-credits/contracts';
import { createTestDatabase, fixedClock, type TestDatabase } from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import { BAD_DECIMALS, BAD_REASONS } from '../../../test/bad-values.js';
import { expectRefusal } from '../../../test/expect-refusal.js';
import {
  startTestApp,
  type Answer,
  type Credentials,
  type TestApp,
} from '../../../test/test-app.js';

const NOW = '2026-11-22T13:30:00.000Z';
const NAME = 'Ümläut {1}';

let database: TestDatabase;
let app: TestApp;
let accounts: AccountBuilder;
let editor: Credentials & { csrfToken: string };
let grantId: string;
let keyCount = 0;
let key = '';

beforeAll(async () => {
  database = await createTestDatabase();
  accounts = new AccountBuilder(database.url);
  app = await startTestApp(database.url, {}, fixedClock(NOW));
  editor = await app.signIn({ staffRole: 'editor', name: 'Edda', subject: 'edda' });
  const projectId = await accounts.project(NAME);
  await accounts.other(projectId, { kind: 'grant', at: '2026-11-01T00:00:00Z', credits: '100' });
  const [grant] = (await accounts.sql('select id from ledger_entry', [])) as { id: string }[];
  grantId = String(grant?.id);
});
afterAll(async () => {
  await app.close();
  await accounts.close();
  await database.drop();
});
beforeEach(() => {
  key = `key-${(keyCount += 1)}-0000`;
});

const state = () =>
  accounts.sql(
    `select (select json_agg(e order by e.id) from ledger_entry e) as entries,
            (select json_agg(a) from account a) as accounts`,
    [],
  );

function send(
  path: string,
  body: unknown,
  options: { key?: string | null; as?: Credentials & { csrfToken: string }; project?: string } = {},
): Promise<Answer<ProblemDocument>> {
  const { as = editor, project = NAME } = options;
  const sent = options.key === undefined ? key : options.key;
  return app.get<ProblemDocument>(`/api/projects/${encodeURIComponent(project)}/${path}`, as, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-csrf-token': as.csrfToken,
      ...(sent === null ? {} : { 'idempotency-key': sent }),
    },
    body: JSON.stringify(body),
  });
}

const adjustment = { credits: '-12.5', reason: 'a machine was not reported' };
const reversal = { reason: 'given by mistake' };
/** Negative amounts are meant here, and more digits fit. */
const isAmount = (value: unknown) => value === '-1' || value === '1'.repeat(13);
const times: [string, Record<string, unknown>][] = [
  ['a time in the future', { effectiveAt: '2026-11-22T13:30:01Z' }],
  [
    'a time that only its offset brings into the future',
    { effectiveAt: '2026-11-22T13:00:00-01:00' },
  ],
  ['a time that is none', { effectiveAt: 'soon' }],
  ['a time without zone', { effectiveAt: '2026-11-22T13:00:00' }],
  ['a day that is none', { effectiveAt: '2026-02-30' }],
  ['the year 0', { effectiveAt: '0000-01-01' }],
  ['a decimal comma as time', { effectiveAt: '1,5' }],
];

describe.each([false, true])('a correction (dry run: %s)', (isDryRun) => {
  it.each([
    ...BAD_DECIMALS.filter(([, value]) => !isAmount(value)).map(([name, value]) => [
      name,
      { credits: value },
      '/body/credits',
    ]),
    ['no amount', { credits: undefined }, '/body/credits'],
    ['too many digits', { credits: `-1${'0'.repeat(15)}` }, '/body/credits'],
    ['too many decimals', { credits: '0.1234567890123' }, '/body/credits'],
    ['a minus of typography', { credits: '−5' }, '/body/credits'],
    ...BAD_REASONS.map(([name, reason]) => [name, { reason }, '/body/reason']),
    ...times.map(([name, over]) => [name, over, '/body/effectiveAt']),
    ['a NUL in the attachment', { attachment: 'mail\0' }, '/body/attachment'],
    ['an attachment beyond all measure', { attachment: 'x'.repeat(20_001) }, '/body/attachment'],
    ['a word as dry run', { isDryRun: 'yes' }, '/body/isDryRun'],
    ['an unknown field', { actor: 'somebody else' }, '/body'],
  ] as [string, Record<string, unknown>, string][])(
    'is no adjustment with %s',
    async (_, over, pointer) => {
      const body = { ...adjustment, isDryRun, ...over };
      await expectRefusal(() => send('adjustments', body), pointer, state);
    },
  );

  it.each([
    ...BAD_REASONS.map(([name, reason]) => [name, { reason }, '/body/reason']),
    ...times.map(([name, over]) => [name, over, '/body/effectiveAt']),
    ['a time before the entry', { effectiveAt: '2026-10-31' }, '/body/effectiveAt'],
    ['an amount of its own', { credits: '5' }, '/body'],
    ['a NUL in the attachment', { attachment: '\0' }, '/body/attachment'],
  ] as [string, Record<string, unknown>, string][])(
    'is no reversal with %s',
    async (_, over, pointer) => {
      const body = { ...reversal, isDryRun, ...over };
      await expectRefusal(() => send(`entries/${grantId}/reversal`, body), pointer, state);
    },
  );

  it.each([
    '0',
    '-1',
    '1,5',
    'NaN',
    'x',
    '9999999999999999999',
    '1e3',
    '%00',
    'open:1.2026112213.1',
  ])('does not reverse the entry %j', async (id) => {
    const body = { ...reversal, isDryRun };
    await expectRefusal(() => send(`entries/${id}/reversal`, body), '/path/id', state);
  });

  it('is refused for what is not there and from who may not', async () => {
    const before = await state();
    const body = { ...adjustment, isDryRun };
    for (const project of ['nobody knows it', 'ümläut {1}', `${NAME} `]) {
      const answer = await send('adjustments', body, { project });
      expect([answer.status, answer.body.code]).toEqual([404, 'project-not-found']);
    }
    const missing = await send('entries/999999999999999999/reversal', { ...reversal, isDryRun });
    expect([missing.status, missing.body.code]).toEqual([404, 'entry-not-found']);
    const people = await Promise.all([
      app.signIn({ staffRole: 'viewer' }),
      app.signIn({ leads: [NAME] }),
      app.signIn({ memberOf: [NAME] }),
    ]);
    for (const as of people) {
      for (const path of ['adjustments', `entries/${grantId}/reversal`]) {
        const answer = await send(path, body, { as });
        expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
      }
    }
    const path = `/api/projects/${encodeURIComponent(NAME)}/adjustments`;
    const stranger = await app.get<ProblemDocument>(path, undefined, { method: 'POST' });
    expect([stranger.status, stranger.body.code]).toEqual([401, 'unauthenticated']);
    expect(await state()).toEqual(before);
  });
});

describe('the key of a correction', () => {
  it.each([null, 'short', 'x'.repeat(201), 'with a space', 'umläute-ä'])(
    'is refused: %j',
    async (bad) => {
      const send_ = () => send('adjustments', adjustment, { key: bad });
      await expectRefusal(send_, '/headers/Idempotency-Key', state);
    },
  );

  it('stands for one content, amount and reason and time and attachment alike', async () => {
    const once = await send('adjustments', adjustment);
    expect(once.status).toBe(200);
    const before = await state();
    for (const over of [
      { credits: '12.5' },
      { reason: 'another one' },
      { effectiveAt: '2026-11-20' },
      { attachment: 'a mail' },
    ]) {
      const answer = await send('adjustments', { ...adjustment, ...over });
      expect([answer.status, answer.body.code]).toEqual([409, 'idempotency-key-reused']);
    }
    const other = await send(`entries/${grantId}/reversal`, { reason: adjustment.reason });
    expect([other.status, other.body.code]).toEqual([409, 'idempotency-key-reused']);
    expect((await send('adjustments', adjustment)).body).toMatchObject({ isRepeated: true });
    expect(await state()).toEqual(before);
  });

  it('is not needed for the entry to be reversed once: ten people at one moment', async () => {
    const posted = await send('adjustments', { ...adjustment, credits: '-1' });
    const { entry } = posted.body as unknown as { entry: { id: string } };
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        send(`entries/${entry.id}/reversal`, reversal, { key: `own-key-${index}-${entry.id}` }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200,
      ...Array<number>(9).fill(409),
    ]);
    const reversals = await accounts.sql('select id from ledger_entry where corrects_id = $1', [
      entry.id,
    ]);
    expect(reversals).toHaveLength(1);
    const { body } = await app.get(`/api/projects/${encodeURIComponent(NAME)}/balance`, editor);
    expect(balanceResponse.parse(body)).toMatchObject({ granted: '100', used: '12.5' });
  });
});
