/**
 * An oracle for credits: what a series costs, computed from the rules in docs/domain.md on rational
 * numbers, without looking at the product's code. Deliberately slow and plain; it shares nothing with
 * `@os-credits/credits` but the words.
 */

/** A rational number with a positive denominator. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export interface OracleReading {
  /** Microseconds since the epoch. */
  readonly at: number;
  /** Plain decimal. */
  readonly value: string;
}

export interface OracleRules {
  /** Units per reading unit, plain decimal. */
  readonly factor: string;
  readonly policy: 'rebaseline' | 'from-zero' | 'high-water';
  /** Cost tables by the time they take effect (microseconds), sorted; the first one applies from the beginning. */
  readonly tables: readonly { readonly from: number; readonly rate: string }[];
  /** Growth per hour above which an interval is held, plain decimal; without it none is. */
  readonly plausibleMax?: string;
  /** Whether staff released what was held between two neighbouring readings; without it nothing was. */
  readonly isReleased?: (from: number, to: number, growth: Rational) => boolean;
}

/** A rate of one metric in one cost table: for a project, at a site, both or neither. */
export interface OracleRate {
  readonly rate: string;
  readonly project?: string;
  readonly site?: string;
}

/** Project and site win over project, project over site, site over neither. */
export function rateFor(
  rates: readonly OracleRate[],
  series: { readonly project: string; readonly site: string },
): string {
  const fits = rates.filter(
    ({ project, site }) =>
      (project === undefined || project === series.project) &&
      (site === undefined || site === series.site),
  );
  const wins = (wantsProject: boolean, wantsSite: boolean) =>
    fits.find(
      ({ project, site }) =>
        (project !== undefined) === wantsProject && (site !== undefined) === wantsSite,
    );
  const best = wins(true, true) ?? wins(true, false) ?? wins(false, true) ?? wins(false, false);
  return best?.rate ?? '0';
}

const HOUR = 3_600_000_000;
const SPLIT = 10n ** 18n;

export function rational(text: string): Rational {
  const [whole = '0', fraction = ''] = text.split('.');
  return { numerator: BigInt(whole + fraction), denominator: 10n ** BigInt(fraction.length) };
}

export function add(a: Rational, b: Rational): Rational {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

function subtract(a: Rational, b: Rational): Rational {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

function multiply(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

export function isSame(a: Rational, b: Rational): boolean {
  return a.numerator * b.denominator === b.numerator * a.denominator;
}

/** Cut off after 18 places, towards zero. */
function cutOff(a: Rational): Rational {
  return { numerator: (a.numerator * SPLIT) / a.denominator, denominator: SPLIT };
}

function isLess(a: Rational, b: Rational): boolean {
  return a.numerator * b.denominator < b.numerator * a.denominator;
}

const ZERO: Rational = { numerator: 0n, denominator: 1n };

/** Credits of one series, whatever order its readings come in; of two at one instant the first counts. */
export function creditsOfSeries(readings: readonly OracleReading[], rules: OracleRules): Rational {
  const byTime = new Map<number, Rational>();
  for (const { at, value } of readings) if (!byTime.has(at)) byTime.set(at, rational(value));
  const instants = [...byTime.keys()].sort((a, b) => a - b);
  let credits = ZERO;
  let highest: Rational | undefined;
  let previous: { at: number; value: Rational } | undefined;
  for (const at of instants) {
    const value = byTime.get(at) ?? ZERO;
    if (previous !== undefined && highest !== undefined) {
      const raw = growthOf(previous.value, value, highest, rules.policy);
      const growth = multiply(raw, rational(rules.factor));
      if (isCounted(previous.at, at, growth, rules))
        credits = add(credits, cost(previous.at, at, growth, rules));
    }
    if (highest === undefined || isLess(highest, value)) highest = value;
    previous = { at, value };
  }
  return credits;
}

function isCounted(from: number, to: number, growth: Rational, rules: OracleRules): boolean {
  if (rules.plausibleMax === undefined) return true;
  const hours = { numerator: BigInt(to - from), denominator: BigInt(HOUR) };
  const allowed = multiply(rational(rules.plausibleMax), hours);
  return !isLess(allowed, growth) || rules.isReleased?.(from, to, growth) === true;
}

function growthOf(
  from: Rational,
  to: Rational,
  highest: Rational,
  policy: OracleRules['policy'],
): Rational {
  if (policy === 'high-water') return isLess(highest, to) ? subtract(to, highest) : ZERO;
  if (!isLess(to, from)) return subtract(to, from);
  return policy === 'from-zero' ? to : ZERO;
}

/** Walks the stretch mark by mark and prices each piece at the table in force when it begins. */
function cost(from: number, to: number, quantity: Rational, rules: OracleRules): Rational {
  const marks = rules.tables.map((table) => table.from);
  if (to - from > HOUR)
    for (let mark = Math.ceil(from / HOUR) * HOUR; mark < to; mark += HOUR) marks.push(mark);
  const ends = [...new Set(marks.filter((mark) => mark > from && mark < to)), to].sort(
    (a, b) => a - b,
  );
  let credits = ZERO;
  let begin = from;
  let done = ZERO;
  for (const end of ends) {
    const share = { numerator: BigInt(end - from), denominator: BigInt(to - from) };
    const until = end === to ? quantity : cutOff(multiply(quantity, share));
    const rate =
      [...rules.tables].reverse().find((table) => table.from <= begin) ?? rules.tables[0];
    credits = add(credits, multiply(subtract(until, done), rational(rate?.rate ?? '0')));
    begin = end;
    done = until;
  }
  return credits;
}
