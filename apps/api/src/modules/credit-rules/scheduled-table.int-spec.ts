import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type CalculatorResponse, type CostTableState } from '@os-credits/contracts';
import { CostTableStage, CPU, HOUR, iso, MINUTE, START } from '../../../test/cost-table-stage.js';

let rules: CostTableStage;

beforeAll(async () => {
  rules = await CostTableStage.open();
});
afterAll(() => rules.close());

it('a table for later rates nothing before its time, and splits what reaches over it', async () => {
  const { stage, clock } = rules;
  const TAKES_EFFECT = START + 2 * HOUR;
  const stateNow = async (id: number): Promise<CostTableState | undefined> =>
    (await rules.tables()).find((table) => table.id === id)?.state;
  const perHourAt = async (at: number): Promise<string> => {
    const question = { at: iso(at), machines: [{ vcpus: '1' }] };
    const { body } = await rules.send<CalculatorResponse>('POST', '/api/calculator/cost', question);
    return body.creditsPerHour;
  };
  // given: a table that costs four times as much, two hours ahead
  const draft = await rules.makeDraft({
    effectiveFrom: iso(TAKES_EFFECT),
    rates: [{ metric: CPU, rate: '4' }],
  });
  const { body } = await rules.publish(draft);
  expect(body).toMatchObject({ outcome: 'published', needsRerating: null });
  expect(body.table.appliesFrom).toBe(iso(TAKES_EFFECT));
  expect(await stateNow(draft.id)).toBe('scheduled');
  // when: usage before, over and after that instant is rated as it comes
  const key = await stage.series('over-the-change', CPU, '8676');
  await stage.rate(key, [
    [START + HOUR, '0'],
    [START + HOUR + 30 * MINUTE, '10'],
  ]);
  expect(await stage.used('over-the-change')).toBe('10');
  clock.set(new Date((START + 3 * HOUR) / 1000));
  expect(await stateNow(draft.id)).toBe('in-force');
  await stage.rate(key, [
    [START + 2 * HOUR + 30 * MINUTE, '30'],
    [START + 3 * HOUR, '31'],
  ]);
  // then: half of the hour that reaches over it costs 1, half of it 4
  expect(await stage.used('over-the-change')).toBe(String(10 + 10 + 10 * 4 + 4));
  expect((await stage.verify('over-the-change')).differences).toEqual([]);
  // and in another order of arrival the same
  const shuffled = await stage.series('shuffled', CPU, '8676');
  for (const [at, value] of [
    [START + 3 * HOUR, '31'],
    [START + HOUR, '0'],
    [START + 2 * HOUR + 30 * MINUTE, '30'],
    [START + HOUR + 30 * MINUTE, '10'],
  ] as const)
    await stage.rate(shuffled, [[at, value]]);
  expect(await stage.used('shuffled')).toBe('64');
  expect(await perHourAt(TAKES_EFFECT - MINUTE)).toBe('1');
  expect(await perHourAt(TAKES_EFFECT)).toBe('4');
});
