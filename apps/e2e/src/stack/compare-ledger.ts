import { add, creditsOfSeries, isSame, rational, type Rational } from '@os-credits/testing';
import { type NamedReading } from './ledger-reader.js';

/** The rates of the default cost table. */
const RATES: Readonly<Record<string, string>> = {
  project_vcpu_usage: '1',
  project_mb_usage: '0.3',
};
const DIFFERENCES_SHOWN_MAX = 10;

/** One text per reading; equal readings have equal texts. */
export function readingKey(reading: NamedReading): string {
  const { project, site, metric, atMicros, value } = reading;
  return JSON.stringify([project, site, metric, atMicros, value]);
}

/**
 * Checks that what is stored is exactly what was sent.
 *
 * @throws Error that names the first missing and unexpected readings
 */
export function mustBeSameReadings(
  sent: readonly NamedReading[],
  stored: readonly NamedReading[],
): void {
  const wanted = new Set(sent.map(readingKey));
  const found = new Set(stored.map(readingKey));
  const missing = [...wanted].filter((key) => !found.has(key));
  const extra = [...found].filter((key) => !wanted.has(key));
  if (missing.length === 0 && extra.length === 0 && found.size === stored.length) return;
  throw new Error(
    `of ${wanted.size} readings ${missing.length} are missing and ${extra.length} were never sent; ` +
      `missing: ${missing.slice(0, DIFFERENCES_SHOWN_MAX).join(' ')}; never sent: ${extra.slice(0, DIFFERENCES_SHOWN_MAX).join(' ')}`,
  );
}

/** What the oracle says that each project has used. */
export function expectedCredits(readings: readonly NamedReading[]): Map<string, Rational> {
  const series = Map.groupBy(readings, ({ project, site, metric }) =>
    JSON.stringify([project, site, metric]),
  );
  const credits = new Map<string, Rational>();
  for (const group of series.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const rate = RATES[first.metric];
    if (rate === undefined) throw new Error(`the test knows no rate for ${first.metric}`);
    const used = creditsOfSeries(
      group.map(({ atMicros, value }) => ({ at: atMicros, value })),
      { factor: '1', policy: 'rebaseline', tables: [{ from: 0, rate }] },
    );
    credits.set(first.project, add(credits.get(first.project) ?? rational('0'), used));
  }
  return credits;
}

/**
 * Checks that every project's account is what the oracle computes from the readings, to the last
 * digit.
 *
 * @returns the number of projects and how many of them have used anything
 * @throws Error that names the first accounts that differ
 */
export function mustEqualOracle(
  readings: readonly NamedReading[],
  used: ReadonlyMap<string, string>,
): { projects: number; projectsWithUse: number } {
  const expected = expectedCredits(readings);
  const unknown = [...used.keys()].filter((project) => !expected.has(project));
  const different = [...expected].filter(([project, credits]) => {
    const found = used.get(project);
    return found === undefined || !isSame(credits, rational(found));
  });
  if (unknown.length + different.length > 0) {
    const shown = different
      .slice(0, DIFFERENCES_SHOWN_MAX)
      .map(
        ([name, want]) => `${name}: ${used.get(name) ?? 'nothing'} instead of ${decimalOf(want)}`,
      );
    throw new Error(
      `${different.length} accounts differ from the oracle: ${shown.join('; ')}; unknown projects: ${unknown.join(', ')}`,
    );
  }
  const projectsWithUse = [...expected.values()].filter(({ numerator }) => numerator !== 0n).length;
  return { projects: expected.size, projectsWithUse };
}

/** For messages: 20 places, cut off. */
function decimalOf({ numerator, denominator }: Rational): string {
  const scaled = ((numerator * 10n ** 20n) / denominator).toString().padStart(21, '0');
  return `${scaled.slice(0, -20)}.${scaled.slice(-20)}`;
}
