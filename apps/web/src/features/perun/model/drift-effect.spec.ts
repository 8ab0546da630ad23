import { expect, it } from '@jest/globals';
import { type PerunStatus } from '@os-credits/contracts';
import { driftEffect } from './drift-effect.js';

const attributes: PerunStatus['attributes'] = [
  { use: 'credits-used', attribute: 'used', direction: 'push' },
  { use: 'credits-remaining', attribute: 'remaining', direction: 'push' },
  { use: 'credits-granted', attribute: 'granted', direction: 'push' },
  { use: 'timestamps', attribute: 'times', direction: 'push' },
];

it.each([
  ['used', '7.5', { entry: 'adjustment', credits: '-7.5' }],
  ['used', '-0.000000000000000001', { entry: 'adjustment', credits: '0.000000000000000001' }],
  ['remaining', '7.5', { entry: 'adjustment', credits: '7.5' }],
  ['granted', '-3', { entry: 'grant', credits: '-3' }],
  ['times', null, null],
  ['times', '1', null],
  ['unknown', '1', null],
])('a difference of %s %s posts %j', (attribute, difference, effect) => {
  expect(driftEffect({ attribute, difference }, attributes)).toEqual(effect);
});
