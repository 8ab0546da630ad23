import { expect, it } from '@jest/globals';
import { formatDuration } from './format-duration.js';

it.each([
  [0, '0 s'],
  [0.42, '0.4 s'],
  [9.96, '10 s'],
  [65, '1 min 5 s'],
  [119.6, '2 min'],
  [3600, '1 h'],
  [3659, '1 h'],
  [25_255, '7 h'],
  [93_784, '1 day 2 h'],
  [172_801, '2 days'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(formatDuration(seconds, 'en-GB').replaceAll('\u00a0', ' ')).toBe(text);
});

it('writes decimals and days as the reader does', () => {
  expect(formatDuration(0.42, 'de-DE')).toBe('0,4\u00a0s');
  expect(formatDuration(172_800, 'de-DE')).toBe('2\u00a0Tage');
});
