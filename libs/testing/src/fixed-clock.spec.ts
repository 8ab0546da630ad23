import { describe, expect, it } from '@jest/globals';
import { fixedClock } from './fixed-clock.js';

describe('fixedClock', () => {
  it('stands still until it is moved', () => {
    const clock = fixedClock('2026-03-29T00:30:00Z');
    expect(clock.now().toISOString()).toBe('2026-03-29T00:30:00.000Z');
    clock.advance(90 * 60_000);
    expect(clock.now().toISOString()).toBe('2026-03-29T02:00:00.000Z');
    clock.set('2026-01-01T00:00:00Z');
    expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });

  it('hands out copies', () => {
    const clock = fixedClock();
    clock.now().setUTCFullYear(1999);
    expect(clock.now().getUTCFullYear()).toBe(2026);
  });

  it('refuses what is no instant', () => {
    expect(() => fixedClock('yesterday')).toThrow('Not an instant: yesterday');
  });
});
