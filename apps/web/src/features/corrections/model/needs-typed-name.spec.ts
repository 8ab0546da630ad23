import { expect, it } from '@jest/globals';
import { needsTypedName } from './needs-typed-name.js';

it.each([
  ['1000', false],
  ['-1000', false],
  ['1000.000000000001', true],
  ['-1000.01', true],
  ['0.5', false],
])('a correction of %s needs the name typed: %s', (credits, isNeeded) => {
  expect(needsTypedName(credits)).toBe(isNeeded);
});
