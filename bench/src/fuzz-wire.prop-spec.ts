import { describe, expect, it } from '@jest/globals';
import { mutatedInput, seededRandom } from './fuzz-inputs.js';
import { CheckedParser } from './fuzz-parse.js';

const ITERATIONS = 20_000;

describe('a short fuzz run (bench/src/fuzz-wire.ts does long ones)', () => {
  it.each(['lp', 'rw1', 'rw2'] as const)('%s keeps its promises', (format) => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seededRandom(seed);
    const parser = new CheckedParser(format);
    let accepted = 0;
    for (let i = 0; i < ITERATIONS; i++) {
      const input = mutatedInput(format, random);
      try {
        if (parser.accepts(input)) accepted++;
      } catch (error) {
        const where = `seed ${String(seed)}, iteration ${String(i)}: ${input.toString('base64')}`;
        throw new Error(where, { cause: error });
      }
    }
    // The mutations must leave enough readable to reach the depths of the parsers.
    expect(accepted).toBeGreaterThan(ITERATIONS / 20);
  });
});
