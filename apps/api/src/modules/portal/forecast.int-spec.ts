import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ProjectDetail, type ProjectSummary, projectDetail } from '@os-credits/contracts';
import { createTestDatabase, fixedClock, type TestDatabase } from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import { startTestApp, type Credentials, type TestApp } from '../../../test/test-app.js';

const NOW = '2026-11-22T13:30:00.000Z';
const DAY_MS = 86_400_000;
const dayAt = (daysAgo: number, hour: string): string =>
  `${new Date(Date.parse('2026-11-22') - daysAgo * DAY_MS).toISOString().slice(0, 10)}T${hour}:00:00.000Z`;

describe('how fresh a project is, and how long it lasts', () => {
  let database: TestDatabase;
  let app: TestApp;
  let accounts: AccountBuilder;
  let staff: Credentials;

  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = new AccountBuilder(database.url);
    app = await startTestApp(database.url, {}, fixedClock(NOW));
    staff = await app.signIn({ staffRole: 'viewer' });
  });
  afterAll(async () => {
    await app.close();
    await accounts.close();
    await database.drop();
  });

  const show = async (name: string): Promise<ProjectDetail> =>
    projectDetail.parse((await app.get(`/api/projects/${name}`, staff)).body);

  it('is complete to the laggard among the series that still report', async () => {
    const id = await accounts.project('fresh');
    const span = (firstAt: string, lastAt: string) => ({ firstAt, lastAt });
    await accounts.series(id, 'site-a', 'project_vcpu_usage', span(dayAt(9, '00'), NOW));
    const laggard = '2026-11-22T09:00:00.123456Z';
    await accounts.series(id, 'site-b', 'project_vcpu_usage', span(dayAt(9, '00'), laggard));
    await accounts.series(id, 'site-c', 'project_vcpu_usage', span(dayAt(9, '00'), dayAt(3, '09')));
    const { asOf, sites, series } = await show('fresh');
    expect(asOf).toBe(laggard);
    expect(sites).toEqual(['site-a', 'site-b', 'site-c']);
    expect(series.map(({ site, rate }) => [site, rate])).toEqual([
      ['site-a', '1'],
      ['site-b', '1'],
      ['site-c', '1'],
    ]);
  });

  it('burns what the last seven full days burned, and says when nothing is left', async () => {
    const id = await accounts.project('steady');
    const series = await accounts.series(id, 'site-a', 'project_vcpu_usage', {
      firstAt: dayAt(20, '05'),
      lastAt: '2026-11-22T12:00:00.000Z',
    });
    await accounts.other(id, { kind: 'grant', at: dayAt(30, '00'), credits: '100' });
    for (const daysAgo of [8, 7, 4, 1, 0]) {
      await accounts.charge(id, series, dayAt(daysAgo, '23'), '7');
    }
    const detail = await show('steady');
    // given: 7 credits on each of 3 of the 7 days before today, 35 used of 100
    expect(detail.burnRate).toEqual({
      creditsPerDay: '3',
      windowDays: 7,
      from: dayAt(7, '00'),
      to: dayAt(0, '00'),
    });
    expect(detail.remaining).toBe('65');
    expect(detail.shareUsed).toBe('0.35');
    // 65 ÷ 3 = 21.67 days from 12:00
    expect(detail.runway).toEqual({ exhaustedAt: '2026-12-14T04:00:00.000Z', daysLeft: '21.7' });
    expect(detail.trend).toHaveLength(30);
    expect(detail.trend.at(-1)).toEqual({ day: '2026-11-22', credits: '7' });
    expect(detail.trend.at(-3)).toEqual({ day: '2026-11-20', credits: '0' });
    const list = await app.get<{ items: ProjectSummary[] }>('/api/projects?search=steady', staff);
    expect([
      { ...list.body.items[0], series: detail.series, firstUsageAt: detail.firstUsageAt },
    ]).toEqual([detail]);
  });

  it.each([
    ['2026-11-18T23:00:00.000Z', 3],
    ['2026-11-19T00:00:00.000Z', 3],
    ['2026-11-19T00:00:01.000Z', null],
  ])('first used %s: a window of %p days', async (firstAt, windowDays) => {
    const name = `young-${firstAt}`;
    const id = await accounts.project(name);
    const lastAt = '2026-11-22T12:00:00.000Z';
    await accounts.series(id, 'site-a', 'project_vcpu_usage', { firstAt, lastAt });
    const { burnRate, runway } = await show(name);
    expect(burnRate?.windowDays ?? null).toBe(windowDays);
    expect(runway).toBeNull();
  });

  it('is used up now when nothing remains', async () => {
    const id = await accounts.project('over');
    const series = await accounts.series(id, 'site-a', 'project_vcpu_usage', {
      firstAt: dayAt(20, '05'),
      lastAt: '2026-11-22T12:00:00.000Z',
    });
    await accounts.other(id, { kind: 'grant', at: dayAt(30, '00'), credits: '5' });
    await accounts.charge(id, series, dayAt(2, '10'), '7');
    const { remaining, shareUsed, runway } = await show('over');
    expect([remaining, shareUsed]).toEqual(['-2', '1.4']);
    expect(runway).toEqual({ exhaustedAt: '2026-11-22T12:00:00.000Z', daysLeft: '0' });
  });
});
