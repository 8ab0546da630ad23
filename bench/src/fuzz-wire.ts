/**
 * Feeds mutated inputs to the parsers of a wire format. It fails on any error but the typed one, a
 * broken promise about the result, an input that takes a second, or memory that grows.
 *
 *     pnpm --filter @os-credits/bench fuzz-wire --format lp --iterations 1000000 --seed 1
 */
import { parseArgs } from 'node:util';
import { type FuzzedFormat, mutatedInput, seededRandom } from './fuzz-inputs.js';
import { CheckedParser } from './fuzz-parse.js';

const HANG_MS = 1000;
const RETRY_MS = 20;
const GROWTH_MIB_MAX = 16;

function usedMiB(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function timeMs(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function fuzz(format: FuzzedFormat, iterations: number, seed: number): void {
  const random = seededRandom(seed);
  const parser = new CheckedParser(format);
  let accepted = 0;
  let slowestMs = 0;
  let warmMiB = 0;
  const start = performance.now();
  for (let i = 0; i < iterations; i++) {
    // Code, caches and corpora have their size after a tenth; what is added later is a leak.
    if (i === Math.floor(iterations / 10)) warmMiB = usedMiB();
    const input = mutatedInput(format, random);
    try {
      const first = timeMs(() => {
        if (parser.accepts(input)) accepted++;
      });
      // A busy machine stalls now and then; an input that is really slow is slow again.
      const elapsed = first < RETRY_MS ? first : timeMs(() => parser.accepts(input));
      slowestMs = Math.max(slowestMs, Math.min(first, elapsed));
    } catch (error) {
      console.error(`${format} seed ${String(seed)} iteration ${String(i)}: base64 of the input`);
      console.error(input.toString('base64'));
      throw error;
    }
  }
  const seconds = (performance.now() - start) / 1000;
  const growthMiB = usedMiB() - warmMiB;
  console.log(
    `${format}: ${String(iterations)} inputs in ${seconds.toFixed(1)} s, ${String(accepted)} readable, ` +
      `slowest ${slowestMs.toFixed(1)} ms, heap ${growthMiB >= 0 ? '+' : ''}${growthMiB.toFixed(1)} MiB`,
  );
  if (slowestMs > HANG_MS) throw new Error(`an input took ${slowestMs.toFixed(0)} ms`);
  if (globalThis.gc !== undefined && growthMiB > GROWTH_MIB_MAX) {
    throw new Error(`the heap grew by ${growthMiB.toFixed(1)} MiB`);
  }
}

const { values } = parseArgs({
  options: {
    format: { type: 'string', default: 'all' },
    iterations: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
  },
});
const formats = (['lp', 'rw1', 'rw2'] as const).filter(
  (format) => values.format === 'all' || values.format === format,
);
if (formats.length === 0) throw new Error('--format must be lp, rw1, rw2 or all');
for (const format of formats) fuzz(format, Number(values.iterations), Number(values.seed));
