import { expect, it } from '@jest/globals';
import { changeFault, changesOf, changesText, whatIfRequestOf } from './changes.js';

const changes = [
  { site: 'a,b', metric: 'gpu=1;x', amount: '-4' },
  { site: 'bielefeld', metric: 'cpu', amount: '1,5' },
];

it('come back from an address as they were typed', () => {
  expect(changesOf(changesText(changes))).toEqual(changes);
  expect(changesOf('')).toEqual([]);
});

it('are asked without those that say nothing, and with a table only where one is named', () => {
  const some = [
    { site: 'bielefeld', metric: 'cpu', amount: ' +4 ' },
    { site: 'giessen', metric: 'cpu', amount: '' },
  ];
  const asked = [{ site: 'bielefeld', metric: 'cpu', amountPerHour: '4' }];
  expect(whatIfRequestOf(some, undefined)).toEqual({ changes: asked });
  expect(whatIfRequestOf(some, '3')).toEqual({ costTableId: 3, changes: asked });
  expect(whatIfRequestOf(some, 'x')).toEqual({ changes: asked });
});

it('are not asked while one is no number', () => {
  expect(whatIfRequestOf(changes, undefined)).toBeNull();
  expect(['', '4', '-4.25', '1,5', '1e3', 'NaN'].map(changeFault)).toEqual([
    null,
    null,
    null,
    'comma',
    'notDecimal',
    'notDecimal',
  ]);
});
