import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  balanceResponse,
  type CorrectionResponse,
  correctionResponse,
  ledgerResponse,
  type ProblemDocument,
} from '@os-credits/contracts';
import { createTestDatabase, fixedClock, type TestDatabase } from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import {
  startTestApp,
  type Answer,
  type Credentials,
  type TestApp,
} from '../../../test/test-app.js';

const NOW = '2026-11-22T13:30:00.000Z';

describe('corrections of an account', () => {
  let database: TestDatabase;
  let app: TestApp;
  let accounts: AccountBuilder;
  let editor: Credentials;
  let viewer: Credentials;
  let count = 0;
  let name = '';
  let projectId = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = new AccountBuilder(database.url);
    app = await startTestApp(database.url, {}, fixedClock(NOW));
    editor = await app.signIn({ staffRole: 'editor', name: 'Edgar Editor' });
    viewer = await app.signIn({ staffRole: 'viewer' });
  });
  afterAll(async () => {
    await app.close();
    await accounts.close();
    await database.drop();
  });
  beforeEach(async () => {
    count += 1;
    name = `project ${count}`;
    projectId = await accounts.project(name);
    await accounts.other(projectId, { kind: 'grant', at: '2026-11-01T00:00:00Z', credits: '100' });
  });

  const send = (path: string, body: unknown, key: string | null, as: Credentials = editor) =>
    app.get<CorrectionResponse | ProblemDocument>(
      `/api/projects/${encodeURIComponent(name)}/${path}`,
      as,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-csrf-token': 'csrfToken' in as ? as.csrfToken : '',
          ...(key === null ? {} : { 'idempotency-key': key }),
        },
        body: JSON.stringify(body),
      },
    );
  const good = (answer: Answer): CorrectionResponse => {
    expect(answer.status).toBe(200);
    return correctionResponse.parse(answer.body);
  };
  const refused = (answer: Answer): ProblemDocument => answer.body as ProblemDocument;
  const balance = async (): Promise<[string, string, string]> => {
    const answer = await app.get(`/api/projects/${encodeURIComponent(name)}/balance`, editor);
    const { granted, used, remaining } = balanceResponse.parse(answer.body);
    return [granted, used, remaining];
  };
  const adjustment = { credits: '-12.5', reason: 'a machine was not reported' };

  it('a dry run shows before and after, and posts nothing', async () => {
    const shown = good(await send('adjustments', { ...adjustment, isDryRun: true }, null));
    expect(shown.before).toEqual({ granted: '100', used: '0', remaining: '100' });
    expect(shown.after).toEqual({ granted: '100', used: '12.5', remaining: '87.5' });
    expect(shown.entry.id).toBeNull();
    expect(await balance()).toEqual(['100', '0', '100']);
  });

  it('an adjustment counts as use and names its author and reason', async () => {
    const posted = good(await send('adjustments', adjustment, 'key-00000001'));
    expect(posted.entry).toMatchObject({ credits: '-12.5', actor: 'Edgar Editor' });
    expect(await balance()).toEqual(['100', '12.5', '87.5']);
    const ledger = await app.get<{ entries: unknown[] }>(
      `/api/projects/${encodeURIComponent(name)}/ledger`,
      editor,
    );
    expect(ledger.body.entries[0]).toMatchObject({
      kind: 'adjustment',
      reason: 'a machine was not reported',
      actor: 'Edgar Editor',
      source: 'staff',
      balanceAfter: '87.5',
    });
  });

  it('the same key posts once, and is refused for another content', async () => {
    const first = good(await send('adjustments', adjustment, 'key-00000002'));
    const again = good(
      await send('adjustments', { ...adjustment, credits: '-12.50' }, 'key-00000002'),
    );
    expect(again).toMatchObject({ isRepeated: true, entry: { id: first.entry.id } });
    const other = await send('adjustments', { ...adjustment, credits: '-13' }, 'key-00000002');
    expect(other.status).toBe(409);
    expect(refused(other).code).toBe('idempotency-key-reused');
    expect(await balance()).toEqual(['100', '12.5', '87.5']);
  });

  it('twenty equal requests at once post once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send('adjustments', adjustment, 'key-00000003')),
    );
    const ids = new Set(answers.map((answer) => good(answer).entry.id));
    expect(ids.size).toBe(1);
    expect(await balance()).toEqual(['100', '12.5', '87.5']);
  });

  it('a reversal undoes an entry where it counted, once, and can be undone itself', async () => {
    const series = await accounts.series(projectId, 'site');
    const charge = await accounts.charge(projectId, series, '2026-11-20T10:00:00Z', '7.25');
    const [grant] = (await accounts.sql(
      `select id from ledger_entry where project_id = $1 and kind = 'grant'`,
      [projectId],
    )) as { id: string }[];
    const undone = good(
      await send(`entries/${charge}/reversal`, { reason: 'not theirs' }, 'key-00000004'),
    );
    expect(undone.entry).toMatchObject({
      kind: 'reversal',
      credits: '7.25',
      correctsId: String(charge),
    });
    expect(await balance()).toEqual(['100', '0', '100']);

    const twice = await send(`entries/${charge}/reversal`, { reason: 'again' }, 'key-00000005');
    expect(twice.status).toBe(409);
    expect(refused(twice).code).toBe('conflict');

    const back = good(
      await send(
        `entries/${undone.entry.id ?? ''}/reversal`,
        { reason: 'it was theirs' },
        'key-00000006',
      ),
    );
    expect(back.entry.credits).toBe('-7.25');
    expect(await balance()).toEqual(['100', '7.25', '92.75']);

    // The statement leads from each entry to the one that it undoes, and to the one that undid it.
    const statement = await app.get(
      `/api/projects/${encodeURIComponent(name)}/ledger?group=day`,
      editor,
    );
    const ends = ledgerResponse
      .parse(statement.body)
      .lines.filter(({ kind }) => kind === 'reversal')
      .map(({ entryId, correctsId, correctedById }) => ({ entryId, correctsId, correctedById }));
    expect(ends).toEqual(
      expect.arrayContaining([
        { entryId: undone.entry.id, correctsId: String(charge), correctedById: back.entry.id },
        { entryId: back.entry.id, correctsId: undone.entry.id, correctedById: null },
      ]),
    );

    good(
      await send(
        `entries/${grant?.id ?? ''}/reversal`,
        { reason: 'given by mistake' },
        'key-00000007',
      ),
    );
    expect(await balance()).toEqual(['0', '7.25', '-7.25']);
    const sums = await accounts.sql(
      'select granted::float, used::float from account where project_id = $1',
      [projectId],
    );
    expect(sums).toEqual([{ granted: 0, used: 7.25 }]);
  });

  it.each([
    [{ credits: '1,5' }, '/credits', 'comma'],
    [{ credits: 'NaN' }, '/credits', 'plain decimal'],
    [{ credits: '0.000' }, '/credits', 'must not be 0'],
    [{ credits: '1e3' }, '/credits', 'plain decimal'],
    [{ credits: 5 }, '/credits', 'string'],
    [{ credits: `1${'0'.repeat(16)}` }, '/credits', 'at most 15 digits'],
    [{ credits: '0.1234567890123' }, '/credits', 'at most 12 digits'],
    [{ reason: '  ' }, '/reason', 'say why'],
    [{ effectiveAt: '2026-11-23T00:00:00Z' }, '/effectiveAt', 'future'],
    [{ effectiveAt: 'soon' }, '/effectiveAt', ''],
    [{ unknown: 1 }, '', 'unknown'],
  ])('refuses %j and changes nothing', async (change, pointer, text) => {
    const answer = await send('adjustments', { ...adjustment, ...change }, 'key-00000008');
    expect(answer.status).toBe(400);
    const [fault] = refused(answer).errors ?? [];
    expect(fault?.pointer).toContain(pointer);
    expect(fault?.detail.toLowerCase()).toContain(text.toLowerCase());
    expect(await balance()).toEqual(['100', '0', '100']);
  });

  it('refuses who may not, a missing key, and what is not there', async () => {
    const asViewer = await send('adjustments', adjustment, 'key-00000009', viewer);
    expect([asViewer.status, refused(asViewer).code]).toEqual([403, 'forbidden']);
    const noKey = await send('adjustments', adjustment, null);
    expect([noKey.status, refused(noKey).code]).toEqual([400, 'invalid-request']);
    const noEntry = await send('entries/999999/reversal', { reason: 'gone' }, 'key-00000010');
    expect([noEntry.status, refused(noEntry).code]).toEqual([404, 'entry-not-found']);
    name = 'nobody knows it';
    const noProject = await send('adjustments', adjustment, 'key-00000011');
    expect([noProject.status, refused(noProject).code]).toEqual([404, 'project-not-found']);
  });
});
