import { randomInt } from 'node:crypto';

/** The part of fast-check's parameters that every property of this repository shares. */
export interface PropertyParameters {
  seed: number;
  numRuns: number;
  endOnFailure: boolean;
  /** 1 prints the failing values; fast-check adds seed and path to the message of every failure. */
  verbose: 1;
}

let chosenSeed: number | undefined;

/**
 * Parameters for `fc.assert(property, propertyParameters())`.
 *
 * The seed is `FC_SEED` or a new one per test file, and is printed either way, so that any run can
 * be repeated. `FC_RUNS` multiplies the number of runs (a nightly run sets 20, for example).
 *
 * @param numRuns runs of this property with `FC_RUNS` unset
 */
export function propertyParameters(numRuns = 100): PropertyParameters {
  // Fast-check takes NaN for "no runs at all", and a property that never ran passes.
  if (!(numRuns > 0)) throw new Error(`numRuns must be a number above 0, not ${String(numRuns)}`);
  const factor = Number(process.env['FC_RUNS'] ?? '1');
  if (!(factor > 0))
    throw new Error(`FC_RUNS must be a number above 0, not ${process.env['FC_RUNS'] ?? ''}`);
  return {
    seed: seed(),
    numRuns: Math.max(1, Math.round(numRuns * factor)),
    endOnFailure: false,
    verbose: 1,
  };
}

function seed(): number {
  if (chosenSeed !== undefined) return chosenSeed;
  const asked = process.env['FC_SEED'];
  chosenSeed = asked === undefined ? randomInt(0x7fffffff) : Number(asked);
  if (!Number.isSafeInteger(chosenSeed))
    throw new Error(`FC_SEED must be a whole number, not ${asked ?? ''}`);
  process.stderr.write(`property tests: FC_SEED=${chosenSeed} repeats this run\n`);
  return chosenSeed;
}
