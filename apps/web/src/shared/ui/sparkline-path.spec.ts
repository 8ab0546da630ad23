import { expect, it } from '@jest/globals';
import { sparklinePath } from './sparkline-path.js';

const size = { widthPixels: 100, heightPixels: 20 };

it('draws from the bottom for nothing to the top for the most', () => {
  expect(sparklinePath([0, 5, 10], size)?.line).toBe('M0,18L50,10L100,2');
});

it('stays at the bottom without use and draws nothing of one value', () => {
  expect(sparklinePath([0, 0], size)?.line).toBe('M0,18L100,18');
  expect(sparklinePath([3], size)).toBeNull();
});
