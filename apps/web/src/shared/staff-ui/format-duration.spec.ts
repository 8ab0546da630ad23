import { expect, it } from '@jest/globals';
import { formatDuration } from './format-duration.js';

it.each([
  [0, '0 sec'],
  [0.42, '0.4 sec'],
  [9.96, '10 sec'],
  [65, '1 min 5 sec'],
  [3600, '1 hr'],
  [3659, '1 hr 59 sec'],
  [93_784, '1 day 2 hr'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(formatDuration(seconds, 'en-GB').replaceAll(/(sec|hr)s/g, '$1')).toBe(text);
});
