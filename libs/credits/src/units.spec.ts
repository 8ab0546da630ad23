import { describe, expect, it } from '@jest/globals';
import { parseUnit, readingFactor } from './units.js';

describe('units', () => {
  it('convert exactly', () => {
    expect(readingFactor('GiB·h', 'MiB·h')).toBe('0.0009765625');
    expect(readingFactor('vCPU·h', 'vCPU·h')).toBe('1');
  });
  it('of different kinds do not convert', () => {
    expect(readingFactor('vCPU·h', 'MiB·h')).toBeNull();
    expect(readingFactor('bogus', 'MiB·h')).toBeNull();
  });
  it.each(['MiB·h', 'MiB.h', ' MiB*h '])('reads %p', (text) => {
    expect(parseUnit(text)).toBe('MiB·h');
  });
});
