import { expect, it } from '@jest/globals';
import { shareLevel } from './share-level.js';

it.each([
  [null, 'no-grant'],
  ['0', 'quiet'],
  ['0.799999', 'quiet'],
  ['0.8', 'notice'],
  ['0.949999', 'notice'],
  ['0.95', 'warning'],
  ['0.999999', 'warning'],
  ['1', 'exhausted'],
  ['1.2', 'exhausted'],
] as const)('a used share of %s is %s', (share, level) => {
  expect(shareLevel(share)).toBe(level);
});
