import { expect, it } from '@jest/globals';
import { localizedFormula } from './localized-formula.js';

it('writes exact numbers in the way of the reader and leaves units alone', () => {
  const formula = '(988075.4288444445 − 988074.7616) m3·h × 0.0009765625 = 0.6672444445 GiB·h';
  expect(localizedFormula(formula, 'de')).toBe(
    '(988.075,4288444445 − 988.074,7616) m3·h × 0,0009765625 = 0,6672444445 GiB·h',
  );
  expect(localizedFormula('1.5 GiB·h × 840 s ÷ 3600 s', 'en')).toBe('1.5 GiB·h × 840 s ÷ 3,600 s');
});
