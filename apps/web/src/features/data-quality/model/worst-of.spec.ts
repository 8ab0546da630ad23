import { expect, it } from '@jest/globals';
import { worstOf } from './worst-of.js';

const hour = (index: number, shareReceived: string | null) => ({
  hour: String(index),
  shareReceived,
});

it('shows each hour where there is room', () => {
  const hours = [hour(0, '1'), hour(1, null), hour(2, '0.5')];
  expect(worstOf(hours, 3)).toEqual(hours);
});

it('keeps the one bad hour of a long span', () => {
  const hours = Array.from({ length: 100 }, (_, index) => hour(index, index === 57 ? '0.2' : '1'));
  const shown = worstOf(hours, 10);
  expect(shown).toHaveLength(10);
  expect(
    shown.filter(({ shareReceived }) => shareReceived === '0.2').map(({ hour: at }) => at),
  ).toEqual(['57']);
});

it('prefers hours in which something was expected', () => {
  expect(worstOf([hour(0, null), hour(1, '1'), hour(2, null), hour(3, null)], 2)).toEqual([
    hour(1, '1'),
    hour(2, null),
  ]);
});
