import { describe, expect, it } from '@jest/globals';
import { type HistoryResponse } from '@os-credits/contracts';
import { accountOutlook, type Account } from './account-outlook.js';
import { axisTicks } from './axis-ticks.js';

const dayMs = 86_400_000;
const startMs = Date.parse('2026-11-13T00:00:00Z');
const iso = (ms: number): string => new Date(ms).toISOString();

/** Ten days; each bucket is given as [use, remaining at its end]. */
function historyOf(days: readonly (readonly [string, string])[]): HistoryResponse {
  return {
    project: 'wheat',
    from: iso(startMs),
    to: iso(startMs + days.length * dayMs),
    bucket: 'day',
    by: 'metric',
    groups: [],
    buckets: days.map(([total, remainingAtEnd], index) => ({
      from: iso(startMs + index * dayMs),
      to: iso(startMs + (index + 1) * dayMs),
      credits: {},
      quantity: {},
      total,
      remainingAtEnd,
      isOpen: false,
    })),
    total: '0',
  };
}

const tenDays = historyOf(
  Array.from({ length: 10 }, (_, index) => ['10', String(190 - index * 10)] as const),
);
/** The middle of the tenth day. */
const nowMs = startMs + 9.5 * dayMs;

function accountUntil(exhaustedAtMs: number): Account {
  const burnRate = { creditsPerDay: '10', windowDays: 7, from: iso(startMs), to: iso(nowMs) };
  return {
    granted: '200',
    remaining: '100',
    shareUsed: '0.5',
    burnRate,
    runway: { exhaustedAt: iso(exhaustedAtMs), daysLeft: '1' },
  };
}

const forecastUntil = (days: number) =>
  accountOutlook({ history: tenDays, account: accountUntil(nowMs + days * dayMs), nowMs }).forecast;

describe('what remained', () => {
  it('falls with use from bucket to bucket and ends at the present moment', () => {
    const { line } = accountOutlook({ history: tenDays, account: undefined, nowMs });
    expect(line.points).toHaveLength(11);
    expect(line.points[0]).toEqual({ position: 0, remaining: 200 });
    expect(line.points[1]).toEqual({ position: 1, remaining: 190 });
    expect(line.points.at(-1)).toEqual({ position: 9.5, remaining: 100 });
    expect(line.added).toEqual([]);
  });

  it('steps up by exactly what was added, whatever was used in the same bucket', () => {
    const history = historyOf([
      ['0.1', '0.9'],
      ['0.2', '50.7000001'],
    ]);
    const { line } = accountOutlook({ history, account: undefined, nowMs: startMs + 2 * dayMs });
    expect(line.added).toEqual([
      {
        position: 1,
        remaining: 50.9000001,
        from: '2026-11-14T00:00:00.000Z',
        credits: '50.0000001',
      },
    ]);
    expect(line.points.map(({ remaining }) => remaining)).toEqual([1, 0.9, 50.9000001, 50.7000001]);
  });

  it('steps down without a mark where more was taken back than given', () => {
    const history = historyOf([
      ['1', '99'],
      ['1', '48'],
    ]);
    const { line } = accountOutlook({ history, account: undefined, nowMs });
    expect(line.added).toEqual([]);
    expect(line.points).toContainEqual({ position: 1, remaining: 49 });
  });
});

describe('the forecast', () => {
  it('reaches zero on an axis that grows just enough', () => {
    const forecast = forecastUntil(2);
    expect(forecast?.to).toEqual({ position: 11.5, remaining: 0 });
    expect(forecast?.reachesZero).toBe(true);
    expect(forecast?.extraBuckets).toEqual([
      '2026-11-23T00:00:00.000Z',
      '2026-11-24T00:00:00.000Z',
    ]);
  });

  it('is cut off, on its straight line, where the axis has grown by a third', () => {
    const forecast = forecastUntil(7);
    expect(forecast?.extraBuckets).toHaveLength(3);
    expect(forecast?.to).toEqual({ position: 13, remaining: 50 });
    expect(forecast?.reachesZero).toBe(false);
  });

  it('is left out when the end is far, when the chart ends in the past, and when nothing is known', () => {
    expect(forecastUntil(11)).toBeNull();
    const laterMs = nowMs + 20 * dayMs;
    const account = accountUntil(laterMs + dayMs);
    expect(accountOutlook({ history: tenDays, account, nowMs: laterMs }).forecast).toBeNull();
    expect(accountOutlook({ history: tenDays, account: undefined, nowMs }).forecast).toBeNull();
  });

  it('extends by calendar months where the buckets are months', () => {
    const month = (from: string, to: string) => ({
      ...tenDays.buckets[0]!,
      from: `${from}T00:00:00.000Z`,
      to: `${to}T00:00:00.000Z`,
      remainingAtEnd: '100',
    });
    const history: HistoryResponse = {
      ...tenDays,
      bucket: 'month',
      buckets: [month('2026-10-01', '2026-11-01'), month('2026-11-01', '2026-12-01')],
    };
    const account = accountUntil(Date.parse('2026-12-20T00:00:00Z'));
    const { forecast } = accountOutlook({ history, account, nowMs });
    expect(forecast?.extraBuckets).toEqual(['2026-12-01T00:00:00.000Z']);
  });
});

it('thresholds leave a fifth and a twentieth of what is granted, and none without a grant', () => {
  const account = accountUntil(nowMs + dayMs);
  const thresholdsOf = (granted: string) =>
    accountOutlook({ history: tenDays, account: { ...account, granted }, nowMs }).thresholds;
  expect(thresholdsOf('200').map(({ share, remaining }) => [share, remaining])).toEqual([
    ['0.8', 40],
    ['0.95', 10],
  ]);
  expect(thresholdsOf('0')).toEqual([]);
});

it('axis ticks are round and hold zero and every value', () => {
  expect(axisTicks([38_125, 7000])).toEqual([0, 10_000, 20_000, 30_000, 40_000]);
  expect(axisTicks([-120, 30])).toEqual([-150, -100, -50, 0, 50]);
  expect(axisTicks([])).toEqual([0, 1]);
});
