import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  auditResponse,
  costTableDiff,
  type AuditResponse,
  type CostTable,
  type CostTableDiff,
  type ProblemDocument,
} from '@os-credits/contracts';
import { type FixedClock } from '@os-credits/testing';
import { CostTableStage, type StaffPerson, CPU, RAM } from '../../../test/cost-table-stage.js';
import { sendJson } from '../../../test/rules-client.js';
import { type TestApp } from '../../../test/test-app.js';

let rules: CostTableStage;
let clock: FixedClock;
let app: TestApp;
let editor: StaffPerson;
let viewer: StaffPerson;

beforeAll(async () => {
  rules = await CostTableStage.open();
  ({ clock, app, editor, viewer } = rules);
});
afterAll(() => rules.close());

describe('a draft', () => {
  it('is made, read, listed first, changed and deleted; the audit trail has all of it', async () => {
    const draft = await rules.makeDraft({
      rates: [
        { metric: CPU, rate: '1.50' },
        { metric: CPU, site: '8676', rate: '2' },
        { metric: CPU, project: 'known-project', rate: '0' + '.5' },
      ],
      weights: [{ metric: CPU, value: '8', weight: '1.25' }],
    });
    expect(draft).toMatchObject({
      state: 'draft',
      version: 1,
      createdBy: 'Edda',
      appliesFrom: null,
    });
    expect(draft.rates).toEqual([
      { metric: CPU, site: null, project: null, rate: '1.5' },
      { metric: CPU, site: null, project: 'known-project', rate: '0.5' },
      { metric: CPU, site: '8676', project: null, rate: '2' },
    ]);
    expect((await rules.tables())[0]).toMatchObject({ id: draft.id, rateCount: 3, weightCount: 1 });
    const changed = await sendJson<CostTable>(app, editor, 'PUT', `/api/cost-tables/${draft.id}`, {
      ...rules.draftInput({ title: 'Renamed' }),
      version: 1,
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ title: 'Renamed', version: 2, weights: [] });
    const removed = await sendJson(app, editor, 'DELETE', `/api/cost-tables/${draft.id}?version=2`);
    expect(removed.status).toBe(204);
    expect((await app.get(`/api/cost-tables/${draft.id}`, viewer)).status).toBe(404);
    const { body } = await app.get<AuditResponse>(
      `/api/audit?subjectKind=cost-table&subject=${draft.id}`,
      viewer,
    );
    expect(auditResponse.parse(body).events.map((one) => [one.action, one.actor])).toEqual([
      ['cost-table.delete', 'Edda'],
      ['cost-table.change', 'Edda'],
      ['cost-table.create', 'Edda'],
    ]);
  });

  describe('that is asked for with an Idempotency-Key', () => {
    const make = (
      body: unknown,
      key: string,
      as: StaffPerson = editor,
      path = '/api/cost-tables',
    ) =>
      sendJson<CostTable & ProblemDocument>(app, as, 'POST', path, body, {
        'idempotency-key': key,
      });

    it('is made once, however often and quickly the request comes', async () => {
      const input = rules.draftInput();
      const before = (await rules.tables()).length;
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() => make(input, 'the-key-of-one-dialog')),
      );
      answers.push(await make(input, 'the-key-of-one-dialog'));
      expect(answers.map((one) => one.status).sort()).toEqual([200, 200, 200, 200, 201]);
      const [id] = new Set(answers.map((one) => one.body.id));
      expect(answers.map((one) => one.body.id)).toEqual(Array<unknown>(5).fill(id));
      expect((await rules.tables()).length).toBe(before + 1);
      const { body } = await app.get<AuditResponse>(`/api/audit?subject=${id!}`, viewer);
      expect(body.events.map((one) => one.action)).toEqual(['cost-table.create']);
    });

    it('is refused with another content, and is another one for another person', async () => {
      const input = rules.draftInput();
      const first = await make(input, 'k-1');
      const other = await make({ ...input, title: 'Something else' }, 'k-1');
      expect([other.status, other.body.code]).toEqual([409, 'idempotency-key-reused']);
      const asCopy = await make({}, 'k-1', editor, `/api/cost-tables/${first.body.id}/copy`);
      expect(asCopy.body.code).toBe('idempotency-key-reused');
      const hers = await make(input, 'k-1', rules.second);
      expect([hers.status, hers.body.id === first.body.id]).toEqual([201, false]);
    });

    it('is copied once, and answered as it is by then', async () => {
      const source = await rules.makeDraft();
      const path = `/api/cost-tables/${source.id}/copy`;
      const copy = await make({ title: 'The copy' }, 'k-2', editor, path);
      const { id } = copy.body;
      await sendJson(app, editor, 'PUT', `/api/cost-tables/${id}`, {
        ...rules.draftInput({ title: 'Edited since' }),
        version: 1,
      });
      const again = await make({ title: 'The copy' }, 'k-2', editor, path);
      expect([copy.status, again.status]).toEqual([201, 200]);
      expect(again.body).toMatchObject({ id, title: 'Edited since', version: 2 });
    });

    it('is not made again once it was deleted', async () => {
      const { body: draft } = await make(rules.draftInput({ title: 'Gone' }), 'k-4');
      const path = `/api/cost-tables/${draft.id}?version=${draft.version}`;
      expect((await sendJson(app, editor, 'DELETE', path)).status).toBe(204);
      const before = (await rules.tables()).length;
      const again = await make(rules.draftInput({ title: 'Gone' }), 'k-4');
      expect([again.status, again.body.code]).toEqual([409, 'idempotency-key-reused']);
      expect(again.body.detail).toMatch(/"k-4" made the draft "Gone", which was deleted at 20/);
      expect((await rules.tables()).length).toBe(before);
      expect((await make(rules.draftInput({ title: 'Gone' }), 'k-5')).status).toBe(201);
      // Another person's key of the same text is another key.
      expect((await make(rules.draftInput(), 'k-4', rules.second)).status).toBe(201);
    });

    it('is not made where the key is none, or what it consists of is wrong', async () => {
      const before = (await rules.tables()).length;
      expect((await make(rules.draftInput(), 'two words')).body).toMatchObject({
        status: 400,
        errors: [{ pointer: '/header/Idempotency-Key' }],
      });
      const wrong = rules.draftInput({ rates: [{ metric: 'nobody', rate: '1' }] });
      expect((await make(wrong, 'k-3')).status).toBe(400);
      expect((await rules.tables()).length).toBe(before);
      // The key was not used up by what was refused.
      expect((await make(rules.draftInput(), 'k-3')).status).toBe(201);
    });
  });

  it('is not overwritten by a second editor, who sees what the first one saved', async () => {
    const draft = await rules.makeDraft();
    const path = `/api/cost-tables/${draft.id}`;
    const titles = ['mine', 'yours', 'hers', 'his', 'ours'];
    const answers = await Promise.all(
      titles.map((title) =>
        sendJson<ProblemDocument & CostTable>(app, editor, 'PUT', path, {
          ...rules.draftInput({ title }),
          version: draft.version,
        }),
      ),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409, 409, 409, 409]);
    const winner = answers.find((one) => one.status === 200)?.body;
    const loser = answers.find((one) => one.status === 409)?.body;
    expect(loser).toMatchObject({
      code: 'version-conflict',
      conflict: {
        yourVersion: 1,
        currentVersion: 2,
        changedBy: 'Edda',
        current: { title: winner?.title },
      },
    });
    expect((await app.get(path, viewer)).body).toMatchObject({ title: winner?.title, version: 2 });
  });

  it('keeps the time of weights that stay, also in a copy', async () => {
    const source = await rules.makeDraft({ weights: [{ metric: CPU, value: '2', weight: '1' }] });
    clock.advance(60_000);
    const { body: changed } = await sendJson<CostTable>(
      app,
      editor,
      'PUT',
      `/api/cost-tables/${source.id}`,
      {
        ...rules.draftInput({
          weights: [
            { metric: CPU, value: '2.0', weight: '1' },
            { metric: CPU, value: '4', weight: '2' },
          ],
        }),
        version: 1,
      },
    );
    expect(changed.weights.map((one) => one.setAt)).toEqual([
      source.weights[0]?.setAt,
      clock.now().toISOString(),
    ]);
    clock.advance(60_000);
    const { status, body: copy } = await sendJson<CostTable>(
      app,
      editor,
      'POST',
      `/api/cost-tables/${source.id}/copy`,
      { title: 'A copy' },
    );
    expect(status).toBe(201);
    expect(copy).toMatchObject({
      title: 'A copy',
      state: 'draft',
      rates: changed.rates,
      weights: changed.weights,
    });
  });
});

describe('comparing two tables', () => {
  it('says row by row what was added, removed and changed', async () => {
    const first = await rules.makeDraft();
    const other = await rules.makeDraft({
      rates: [
        { metric: CPU, rate: '1.5' },
        { metric: CPU, site: '8676', rate: '2' },
      ],
      weights: [{ metric: CPU, value: '2', weight: '3' }],
    });
    const { body } = await app.get<CostTableDiff>(
      `/api/cost-tables/${other.id}/diff?against=${first.id}`,
      viewer,
    );
    const diff = costTableDiff.parse(body);
    expect(diff.rates).toEqual([
      {
        metric: CPU,
        site: null,
        project: null,
        change: 'changed',
        from: '1',
        to: '1.5',
        share: '0.5',
      },
      {
        metric: RAM,
        site: null,
        project: null,
        change: 'removed',
        from: '0.3',
        to: null,
        share: null,
      },
      {
        metric: CPU,
        site: '8676',
        project: null,
        change: 'added',
        from: null,
        to: '2',
        share: null,
      },
    ]);
    expect(diff.weights).toEqual([
      { metric: CPU, value: '2', change: 'added', from: null, to: '3' },
    ]);
    const same = await app.get<CostTableDiff>(`/api/cost-tables/${first.id}/diff`, viewer);
    expect(same.body).toMatchObject({ isSame: true, from: { title: 'Default' } });
  });
});
