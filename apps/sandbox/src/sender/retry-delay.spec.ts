import { describe, expect, it } from '@jest/globals';
import { PROMETHEUS_BACK_OFF, retryDelayMs } from './retry-delay.js';

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const after = (tries: number, header?: string): number =>
  retryDelayMs(tries, header, PROMETHEUS_BACK_OFF, NOW_MS);

describe('retryDelayMs', () => {
  it('doubles from 30 ms up to 5 s', () => {
    expect([1, 2, 3, 8, 9, 60].map((tries) => after(tries))).toEqual([
      30, 60, 120, 3_840, 5_000, 5_000,
    ]);
  });

  it('does what the server asks for, in seconds or as a date, up to five minutes', () => {
    expect(after(9, '1')).toBe(1_000);
    expect(after(1, 'Sun, 22 Nov 2026 12:00:07 GMT')).toBe(7_000);
    expect(after(1, 'Sun, 22 Nov 2026 11:00:00 GMT')).toBe(0);
    expect(after(1, '86400')).toBe(300_000);
    expect(after(1, 'soon')).toBe(30);
  });
});
