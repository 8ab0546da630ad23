import { describe, expect, it } from '@jest/globals';
import { cronTimes, nextCronTime } from './cron-times.js';

const times = (cron: string, after: string, count: number, timezone = 'Europe/Berlin'): string[] =>
  cronTimes(cron, timezone, new Date(after), count).map((at) => at.toISOString());

describe('times of schedules', () => {
  it('follow the wall clock of the zone', () => {
    expect(times('0 2 * * *', '2026-11-22T12:00:00Z', 1)).toEqual(['2026-11-23T01:00:00.000Z']);
    expect(times('0 2 * * *', '2026-07-22T12:00:00Z', 1)).toEqual(['2026-07-23T00:00:00.000Z']);
    expect(times('0 2 * * *', '2026-07-22T12:00:00Z', 1, 'America/New_York')).toEqual([
      '2026-07-23T06:00:00.000Z',
    ]);
  });

  it('happen once on the day whose clocks leave them out', () => {
    // On 2026-03-29 Berlin goes from 02:00 to 03:00; 02:30 does not exist.
    expect(times('30 2 * * *', '2026-03-28T12:00:00Z', 3)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
      '2026-03-31T00:30:00.000Z',
    ]);
    expect(times('30 2 * * *', '2026-03-29T01:00:00Z', 1)).toEqual(['2026-03-30T00:30:00.000Z']);
  });

  it('happen once on the day whose clocks show them twice', () => {
    // On 2026-10-25 Berlin goes from 03:00 back to 02:00.
    expect(times('30 2 * * *', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
    // Asked between the two, the day has had its time.
    expect(times('30 2 * * *', '2026-10-25T00:45:00Z', 1)).toEqual(['2026-10-26T01:30:00.000Z']);
  });

  it('never go back and never repeat, through a whole year', () => {
    const year = cronTimes('15 2 * * *', 'Europe/Berlin', new Date('2026-01-01T12:00:00Z'), 365);
    const days = year.map((at) =>
      new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' }).format(at),
    );
    expect(new Set(days).size).toBe(365);
    expect(year.every((at, index) => index === 0 || at > year[index - 1]!)).toBe(true);
  });

  it('of every half hour pass through both changes evenly', () => {
    const spring = cronTimes('*/30 * * * *', 'Europe/Berlin', new Date('2026-03-28T22:00:00Z'), 12);
    const autumn = cronTimes('*/30 * * * *', 'Europe/Berlin', new Date('2026-10-24T22:00:00Z'), 12);
    for (const series of [spring, autumn]) {
      const steps = series.slice(1).map((at, index) => at.getTime() - series[index]!.getTime());
      expect(new Set(steps)).toEqual(new Set([1_800_000]));
    }
  });

  it.each([
    ['61 * * * *', '/body/cron'],
    ['* * * *', '/body/cron'],
    ['0 0 * * * *', '/body/cron'],
    ['@daily', '/body/cron'],
    ['0 0 30 2 *', '/body/cron'],
    ['', '/body/cron'],
  ])('refuse "%s"', (cron, pointer) => {
    const ask = (): Date => nextCronTime(cron, 'Europe/Berlin', new Date('2026-01-01T00:00:00Z'));
    expect(ask).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        errors: [expect.objectContaining({ pointer })],
      }),
    );
  });

  it('refuse a zone that does not exist', () => {
    const ask = (): Date => nextCronTime('0 0 * * *', 'Europe/Bielefeld', new Date(0));
    expect(ask).toThrow(/\/body\/timezone: must be an IANA time zone/);
  });
});
