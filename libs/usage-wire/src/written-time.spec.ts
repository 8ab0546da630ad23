import { describe, expect, it } from '@jest/globals';
import { parseInstantMicros, parseWrittenTime } from './written-time.js';

const NOON = Date.UTC(2026, 10, 22, 12) * 1000;

describe('a written time', () => {
  it.each([
    ['2026-11-22T12:00:00Z', NOON],
    ['2026-11-22T13:00:00+01:00', NOON],
    ['2026-11-22 13:00:00+01:00', NOON],
    ['2026-11-22 13:00:00+01', NOON],
    ['2026-11-22 06:30:00 -0530', NOON],
    ['2026-11-22 12:00:00 UTC', NOON],
    ['2026-11-22T12:00:00.1234567Z', NOON + 123_456],
    ['1795348800', NOON],
    ['1795348800.25', NOON + 250_000],
    ['1795348800000', NOON],
    ['1795348800000001', NOON + 1],
    ['1795348800000001999', NOON + 1],
    ['0', 0],
    ['-1', -1_000_000],
    ['-1.5', -1_500_000],
  ])('%s', (text, micros) => {
    expect(parseWrittenTime(text, 'auto')).toBe(micros);
  });

  it.each([
    '',
    'yesterday',
    '22.11.2026',
    '2026-11-22',
    '2026-11-22T12:00:00',
    '2026-02-30T12:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T12:00Z',
    '1e9',
    '1795348800,5',
    '99999999999999999999',
  ])('"%s" is none', (text) => {
    expect(parseWrittenTime(text, 'auto')).toBeNull();
  });

  it('has the unit that it is told', () => {
    expect(parseWrittenTime('1795348800', 'ms')).toBe(1_795_348_800_000);
    expect(parseWrittenTime('498708', 'h')).toBe(498_708 * 3_600_000_000);
    expect(parseWrittenTime('-1', 'ns')).toBe(-1);
    expect(parseWrittenTime('1795348800.5', 'ms')).toBeNull();
    expect(parseWrittenTime('9999999999999999', 'h')).toBeNull();
  });

  it('on the wire is ISO 8601 to the letter', () => {
    expect(parseInstantMicros('2026-11-22T12:00:00Z')).toBe(NOON);
    expect(parseInstantMicros('2026-11-22 12:00:00Z')).toBeNull();
    expect(parseInstantMicros('2026-11-22T12:00:00+0000')).toBeNull();
  });
});
