import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ImpactResponse, type ProblemDocument } from '@os-credits/contracts';
import { costTableRows } from '../../../test/cost-table-rows.js';
import { CostTableStage, CPU, HOUR, iso, START } from '../../../test/cost-table-stage.js';
import { type Answer } from '../../../test/test-app.js';

let rules: CostTableStage;

beforeAll(async () => {
  rules = await CostTableStage.open();
});
afterAll(() => rules.close());

const state = () => costTableRows(rules.stage);

describe('doing it twice', () => {
  const audited = async (id: number): Promise<string[]> => {
    const rows = await rules.stage.database.query<{ action: string }>(
      `select action from audit_event where subject_kind = 'cost-table' and subject = $1 order by id`,
      [String(id)],
    );
    return rows.map(({ action }) => action);
  };

  it('publishes once; who repeats it is told who published it and when', async () => {
    const table = await rules.makeDraft();
    expect((await rules.publish(table)).status).toBe(200);
    const before = await state();
    const { status, body } = await rules.publish(table);
    expect([status, body.code]).toEqual([409, 'cost-table-published']);
    expect(body.detail).toContain(`Edda published it at ${rules.clock.now().toISOString()}`);
    expect(await state()).toEqual(before);
  });

  it('publishes once for twenty requests at one moment', async () => {
    const table = await rules.makeDraft();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        rules.publish(table, index % 2 === 0 ? rules.editor : rules.second),
      ),
    );
    const codes = answers.map(({ status, body }) => (status === 200 ? 'done' : body.code)).sort();
    expect(codes).toEqual([...Array<string>(19).fill('cost-table-published'), 'done']);
    expect(await audited(table.id)).toEqual(['cost-table.create', 'cost-table.publish']);
  });

  it('two publishers of two tables for one time: the second one previewed something else', async () => {
    const effectiveFrom = iso(START + 2000 * HOUR);
    const tables = [
      await rules.makeDraft({ effectiveFrom }),
      await rules.makeDraft({ effectiveFrom }),
    ];
    const previews = await Promise.all(
      tables.map(({ id }) =>
        rules.app.get<ImpactResponse>(`/api/cost-tables/${id}/impact`, rules.viewer),
      ),
    );
    const order = { previewedBaseId: previews[0]?.body.base?.id };
    const answers = await Promise.all(
      tables.map((table, index) =>
        rules.publish(table, index === 0 ? rules.editor : rules.second, order),
      ),
    );
    const codeOf = ({ status, body }: Answer<ProblemDocument>) =>
      status === 200 ? 'done' : body.code;
    expect(answers.map(codeOf).sort()).toEqual(['done', 'publication-refused']);
    const ofBoth = (await rules.tables()).filter(({ id }) => tables.some((one) => one.id === id));
    expect(ofBoth.map((one) => one.state).sort()).toEqual(['draft', 'scheduled']);
    // and: who looks at the preview again sees it compared with the other one, and may publish
    const loser = ofBoth.find((one) => one.state === 'draft')!;
    const winner = ofBoth.find((one) => one.state === 'scheduled')!;
    const { body } = await rules.app.get<ImpactResponse>(
      `/api/cost-tables/${loser.id}/impact`,
      rules.viewer,
    );
    expect(body.base?.id).toBe(winner.id);
    const again = await rules.publish(loser, rules.editor, { previewedBaseId: winner.id });
    expect(again.status).toBe(200);
  });

  it('a draft that is deleted while it is published is either', async () => {
    const table = await rules.makeDraft();
    const path = `/api/cost-tables/${table.id}`;
    const [published, removed] = await Promise.all([
      rules.publish(table),
      rules.send('DELETE', `${path}?version=${table.version}`),
    ]);
    expect([
      [200, 409],
      [404, 204],
    ]).toContainEqual([published.status, removed.status]);
    const there = await rules.app.get(path, rules.viewer);
    expect(there.status).toBe(published.status);
  });

  it('asks for a second person once, and is confirmed and taken back once', async () => {
    const { stage, clock, second } = rules;
    const key = await stage.series('large', CPU, '8676');
    await stage.rate(key, [
      [START - 40 * HOUR, '0'],
      [START - 39 * HOUR, '1000'],
    ]);
    await stage.closeHours.execute(clock.now());
    const dear = { effectiveFrom: iso(START + HOUR), rates: [{ metric: CPU, rate: '9' }] };
    const table = await rules.makeDraft(dear);
    const asked = await Promise.all([1, 2, 3].map(() => rules.publish(table)));
    expect(
      asked.map(({ status, body }) => (status === 200 ? body.outcome : body.code)).sort(),
    ).toEqual(['awaiting-confirmation', 'publication-refused', 'publication-refused']);
    const path = `/api/cost-tables/${table.id}/publication`;
    const taken = await Promise.all(
      [1, 2].map(() => rules.send('DELETE', path, undefined, second)),
    );
    expect(taken.map(({ status, body }) => (status === 200 ? 'done' : body.code)).sort()).toEqual([
      'done',
      'publication-refused',
    ]);
    await rules.publish(table);
    // Another table took the place of what the request was compared with: it has to be asked for again.
    const between = await rules.makeDraft({ effectiveFrom: iso(START + HOUR) });
    expect((await rules.publish(between)).status).toBe(200);
    const late = await rules.send('POST', `${path}/confirm`, { version: table.version }, second);
    expect([late.body.code, late.body.detail]).toEqual([
      'publication-refused',
      expect.stringContaining('made again'),
    ]);
    await rules.send('DELETE', path);
    await rules.publish(table);
    const third = await rules.app.signIn({ staffRole: 'admin', name: 'Ada', subject: 'ada' });
    const confirmed = await Promise.all(
      [second, third, second].map((person) =>
        rules.send('POST', `${path}/confirm`, { version: table.version }, person),
      ),
    );
    expect(
      confirmed.map(({ status, body }) => (status === 200 ? 'done' : body.code)).sort(),
    ).toEqual(['cost-table-published', 'cost-table-published', 'done']);
    expect(await audited(table.id)).toEqual([
      'cost-table.create',
      'cost-table.request-publication',
      'cost-table.withdraw-publication',
      'cost-table.request-publication',
      'cost-table.withdraw-publication',
      'cost-table.request-publication',
      'cost-table.publish',
    ]);
  });
});
