import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  creditRulesContext,
  listMetricsResponse,
  metric,
  type AuditResponse,
  type CreditRulesContext,
  type ListMetricsResponse,
  type Metric,
  type ProblemDocument,
} from '@os-credits/contracts';
import { fixedClock, type FixedClock } from '@os-credits/testing';
import { RatingStage } from '../../../test/rating-stage.js';
import { sendJson } from '../../../test/rules-client.js';
import { startTestApp, type Credentials, type TestApp } from '../../../test/test-app.js';

const HOUR = 3_600_000_000;
const MINUTE = 60_000_000;
const START = Math.floor((Date.now() * 1000 - 30 * HOUR) / HOUR) * HOUR;
const iso = (micros: number) => new Date(micros / 1000).toISOString();

let stage: RatingStage;
let clock: FixedClock;
let app: TestApp;
let editor: Credentials;
let viewer: Credentials;
let count = 0;

beforeAll(async () => {
  stage = await RatingStage.open();
  clock = fixedClock(iso(START));
  app = await startTestApp(
    stage.url,
    {
      SESSION_IDLE_MINUTES: '1440',
      SESSION_HOURS_MAX: '168',
      METRIC_READING_UNITS: 'project_mb_usage=GiB.h',
    },
    clock,
  );
  editor = await app.signIn({ staffRole: 'editor', name: 'Edda' });
  viewer = await app.signIn({ staffRole: 'viewer', name: 'Vera' });
});
afterAll(async () => {
  await app.close();
  await stage.close();
});

const input = (over: Record<string, unknown> = {}) => ({
  name: `metric_${(count += 1)}`,
  friendlyName: `metric ${count}`,
  unit: 'GPU·h',
  readingUnit: 'GPU·h',
  ...over,
});
const create = (over: Record<string, unknown> = {}) =>
  sendJson<Metric & ProblemDocument>(app, editor, 'POST', '/api/credit-rules/metrics', input(over));

async function made(over: Record<string, unknown> = {}): Promise<Metric> {
  const { status, body } = await create(over);
  expect(status).toBe(201);
  return metric.parse(body);
}

function changeOf(now: Metric, over: Record<string, unknown> = {}) {
  const { name, friendlyName, description, unit, readingUnit, resetPolicy, version } = now;
  const { plausibleMaxPerHour, activeFrom, activeTo } = now;
  const same = { name, friendlyName, description, unit, readingUnit, resetPolicy, version };
  return { ...same, plausibleMaxPerHour, activeFrom, activeTo, reason: 'because', ...over };
}
const change = (now: Metric, over: Record<string, unknown> = {}) =>
  sendJson<Metric & ProblemDocument>(
    app,
    editor,
    'PUT',
    `/api/credit-rules/metrics/${now.id}`,
    changeOf(now, over),
  );

async function list(): Promise<Metric[]> {
  const { body } = await app.get<ListMetricsResponse>('/api/credit-rules/metrics', viewer);
  return listMetricsResponse.parse(body).metrics;
}

describe('metrics', () => {
  it('come with what editors need to know', async () => {
    const { body } = await app.get<CreditRulesContext>('/api/credit-rules', viewer);
    expect(creditRulesContext.parse(body)).toMatchObject({
      tableInForce: { title: 'Default' },
      fourEyesCredits: null,
    });
    expect((await list()).map((one) => [one.friendlyName, one.rateInForce, one.isActive])).toEqual([
      ['cpu', '1', true],
      ['ram', '0.3', true],
    ]);
  });

  it('are made and rated without a restart of anything', async () => {
    const gpu = await made({
      name: 'project_gpu_usage',
      friendlyName: 'gpu',
      unit: 'GPU.h',
      readingUnit: 'GPU*h',
    });
    expect(gpu).toMatchObject({
      unit: 'GPU·h',
      readingFactor: '1',
      version: 1,
      seriesCount: 0,
      locked: [],
    });
    await stage.publishRates([{ metric: 'project_gpu_usage', rate: '10' }]);
    const key = await stage.series('with-gpu', 'project_gpu_usage');
    await stage.rate(key, [
      [START, '0'],
      [START + MINUTE, '0.5'],
    ]);
    expect(await stage.used('with-gpu')).toBe('5');
  });

  it('are changed with a version; a conflict shows what somebody else saved', async () => {
    const first = await made();
    const answers = await Promise.all(
      ['one', 'other'].map((description) => change(first, { description })),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409]);
    const winner = answers.find((one) => one.status === 200)?.body;
    expect(answers.find((one) => one.status === 409)?.body).toMatchObject({
      code: 'version-conflict',
      conflict: {
        yourVersion: 1,
        currentVersion: 2,
        current: { description: winner?.description },
      },
    });
    const { body } = await app.get<AuditResponse>(
      `/api/audit?subjectKind=metric&subject=${first.id}`,
      viewer,
    );
    expect(body.events.map((one) => [one.action, one.reason])).toEqual([
      ['metric.change', 'because'],
      ['metric.create', null],
    ]);
  });

  it('that two people name alike at one moment are made once', async () => {
    const same = input();
    const send = () => sendJson(app, editor, 'POST', '/api/credit-rules/metrics', same);
    const statuses = (await Promise.all([send(), send(), send()])).map((one) => one.status);
    expect(statuses.sort()).toEqual([201, 400, 400]);
  });

  it('are changed by editors only, and named when they are not there', async () => {
    const [first] = await list();
    const path = `/api/credit-rules/metrics/${first!.id}`;
    expect((await sendJson(app, viewer, 'PUT', path, changeOf(first!))).status).toBe(403);
    expect((await sendJson(app, viewer, 'POST', '/api/credit-rules/metrics', input())).status).toBe(
      403,
    );
    const missing = { ...first!, id: 999_999 };
    expect((await change(missing)).body.code).toBe('metric-not-found');
    expect((await change(first!, { reason: ' ' })).body.errors?.[0]?.pointer).toBe('/body/reason');
  });
});

describe('a metric that was rated', () => {
  it('keeps its name and unit, and says what to do instead', async () => {
    const cpu = (await list()).find((one) => one.friendlyName === 'cpu')!;
    await stage.rate(await stage.series('locks'), [[START, '0']]);
    expect((await change(cpu, { name: 'other_name' })).body).toMatchObject({
      status: 409,
      code: 'metric-locked',
      errors: [{ pointer: '/body/name' }],
    });
    expect((await change(cpu, { unit: 'GPU·h', readingUnit: 'GPU·h' })).body.code).toBe(
      'metric-locked',
    );
    const ram = (await list()).find((one) => one.friendlyName === 'ram')!;
    expect(ram.locked.map((one) => one.field)).toContain('readingUnit');
    expect((await change(ram, { readingUnit: 'MiB·h' })).body.errors?.[0]?.detail).toMatch(
      /METRIC_READING_UNITS/,
    );
  });

  it.each([
    ['reset policy', { resetPolicy: 'from-zero' }],
    ['high-water policy', { resetPolicy: 'high-water' }],
    ['plausible maximum', { plausibleMaxPerHour: '5' }],
    ['reading unit', { readingUnit: 'MiB·h' }],
  ])(
    'has a new %s for what ends from now on; verification agrees in any order of arrival',
    async (_, over) => {
      // given: a metric with a reset and a jump, rated by the rules of then
      const first = await made({ unit: 'GiB·h', readingUnit: 'GiB·h' });
      await stage.publishRates([{ metric: first.name, rate: '1' }]);
      const readings: [number, string][] = [
        [START, '100'],
        [START + 10 * MINUTE, '120'],
        [START + 20 * MINUTE, '4'],
        [START + 30 * MINUTE, '5'],
      ];
      const key = await stage.series(`p-${first.name}`, first.name);
      const late = readings.splice(1, 1);
      await stage.rate(key, readings);
      const before = await stage.used(`p-${first.name}`);
      // when: the rule changes, and readings follow: a fall, a jump, and one between two old ones
      clock.set(new Date((START + 30 * MINUTE) / 1000));
      const { status, body } = await change(first, over);
      expect([status, body.rulesFrom]).toEqual([200, iso(START + 30 * MINUTE)]);
      const after: [number, string][] = [
        [START + 40 * MINUTE, '2'],
        [START + 50 * MINUTE, '200'],
      ];
      for (const [at, value] of [...after, ...late]) await stage.rate(key, [[at, value]]);
      // then: everything is what the readings say, and arrives alike in another order
      expect((await stage.verify(`p-${first.name}`)).differences).toEqual([]);
      const shuffled = await stage.series(`q-${first.name}`, first.name);
      for (const one of [after[1]!, ...readings, ...late, after[0]!])
        await stage.rate(shuffled, [one]);
      expect(await stage.used(`q-${first.name}`)).toBe(await stage.used(`p-${first.name}`));
      expect((await stage.verify(`q-${first.name}`)).differences).toEqual([]);
      // and so it is for a series that only reports now, in order, of the time before the change
      const behind = await stage.series(`s-${first.name}`, first.name);
      const inOrder = [...readings, ...late, ...after].sort(([one], [other]) => one - other);
      for (const one of inOrder) await stage.rate(behind, [one]);
      expect(await stage.used(`s-${first.name}`)).toBe(await stage.used(`p-${first.name}`));
      expect((await stage.verify(`s-${first.name}`)).differences).toEqual([]);
      // and: without the readings that followed, nothing would have changed
      const untouched = await stage.series(`r-${first.name}`, first.name);
      await stage.rate(untouched, readings);
      expect(await stage.used(`r-${first.name}`)).toBe(before);
      clock.set(new Date(START / 1000));
    },
  );
});
