import { describe, expect, it } from '@jest/globals';
import { dueHours, type CountedHour } from './due-hours.js';

const NOW = new Date('2026-11-22T12:06:00Z');
const hours = (due: ReturnType<typeof dueHours>) => due.map(({ from }) => from.toISOString());

describe('hours due to be counted', () => {
  it('are all of two days where none was', () => {
    const due = dueHours(NOW, []);
    expect(due).toHaveLength(47);
    expect([hours(due)[0], hours(due).at(-1)]).toEqual([
      '2026-11-20T13:00:00.000Z',
      '2026-11-22T11:00:00.000Z',
    ]);
    expect(due.filter(({ isFinal }) => isFinal)).toHaveLength(23);
  });

  it('leave out the running hour, and the last one for five minutes', () => {
    const early = hours(dueHours(new Date('2026-11-22T12:04:59Z'), []));
    expect(early.at(-1)).toBe('2026-11-22T10:00:00.000Z');
  });

  it('come again once a day later, and then no more', () => {
    const counted: CountedHour[] = dueHours(NOW, []).map(({ from, isFinal }) => ({
      hour: from.toISOString(),
      isFinal,
    }));
    expect(dueHours(NOW, counted)).toEqual([]);
    const later = new Date('2026-11-22T13:06:00Z');
    expect(
      dueHours(later, counted).map(({ from, isFinal }) => [from.toISOString(), isFinal]),
    ).toEqual([
      ['2026-11-21T12:00:00.000Z', true],
      ['2026-11-22T12:00:00.000Z', false],
    ]);
  });

  it('come once more, however old, where the count is not final any more', () => {
    const counted: CountedHour[] = dueHours(NOW, []).map(({ from, isFinal }) => ({
      hour: from.toISOString(),
      isFinal,
    }));
    const stale = { hour: '2026-11-01T07:00:00.000Z', isFinal: false };
    const old = { hour: '2026-11-01T08:00:00.000Z', isFinal: true };
    expect(dueHours(NOW, [stale, old, ...counted])).toEqual([
      {
        from: new Date('2026-11-01T07:00:00Z'),
        to: new Date('2026-11-01T08:00:00Z'),
        isFinal: true,
      },
    ]);
  });
});
