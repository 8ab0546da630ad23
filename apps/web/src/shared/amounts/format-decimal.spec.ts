import { describe, expect, it } from '@jest/globals';
import {
  formatChange,
  formatDecimal,
  formatExact,
  formatShare,
  formatSigned,
} from './format-decimal.js';

describe('formatDecimal', () => {
  it('groups and marks decimals by language', () => {
    expect(formatDecimal('1234567.5', 2, 'de-DE')).toBe('1.234.567,50');
    expect(formatDecimal('1234567.5', 2, 'en-GB')).toBe('1,234,567.50');
  });

  it('rounds half-even, on digits and not on binary floats', () => {
    expect(formatDecimal('0.125', 2, 'en-GB')).toBe('0.12');
    expect(formatDecimal('0.135', 2, 'en-GB')).toBe('0.14');
    // As a float 1.005 is below the tie and 2.675 is too; as decimals both are ties.
    expect(formatDecimal('1.005', 2, 'en-GB')).toBe('1.00');
    expect(formatDecimal('2.675', 2, 'en-GB')).toBe('2.68');
  });

  it('keeps digits that a float would lose', () => {
    expect(formatDecimal('12345678901234567890.12', 2, 'en-GB')).toBe(
      '12,345,678,901,234,567,890.12',
    );
    expect(formatExact('0.1234567890123456789', 'en-GB')).toBe('0.1234567890123456789');
  });

  it('uses a real minus sign, and none before nothing', () => {
    expect(formatDecimal('-3.5', 2, 'de-DE')).toBe('−3,50');
    expect(formatDecimal('-0.001', 2, 'en-GB')).toBe('0.00');
  });

  it('signs both directions where effects are shown', () => {
    expect(formatSigned('12', 2, 'en-GB')).toBe('+12.00');
    expect(formatSigned('-12', 2, 'en-GB')).toBe('−12.00');
    expect(formatSigned('0', 2, 'en-GB')).toBe('0.00');
  });

  it('never shows an unfinished share as finished', () => {
    expect(formatShare('0.999', 'en-GB')).toBe('99%');
    expect(formatShare('1', 'en-GB')).toBe('100%');
    expect(formatShare('1.0301', 'en-GB')).toBe('103%');
  });

  it('writes a change with its direction', () => {
    expect(formatChange('0.125', 'en-GB')).toBe('+12.5%');
    expect(formatChange('-0.333333', 'en-GB')).toBe('−33.33%');
    expect(formatChange('0', 'en-GB')).toBe('0%');
  });
});
