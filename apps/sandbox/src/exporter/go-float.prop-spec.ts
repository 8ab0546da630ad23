import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { goFloat } from './go-float.js';

describe('goFloat', () => {
  it('loses nothing: reading the text gives the same double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        Object.is(Number(goFloat(value)), value),
      ),
    );
  });
});
