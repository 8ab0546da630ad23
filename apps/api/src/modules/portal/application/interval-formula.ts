import { Decimal, type Booking, type MetricRuleSet, type RatedInterval } from '@os-credits/credits';

/** An interval with what it was rated by. */
export interface RatedStep {
  readonly interval: RatedInterval;
  /** Highest value of the series up to its beginning. */
  readonly highWater: Decimal;
  readonly rules: MetricRuleSet;
}

/** `(11240 − 1000) MiB·h × 0.0009765625 = 10 GiB·h`: how much was used, with the numbers put in. */
export function growthFormula(
  { interval, highWater, rules }: RatedStep,
  units: { readonly unit: string; readonly readingUnit: string },
): string {
  const result = `${interval.quantity.toString()} ${units.unit}`;
  const from = interval.from.value.toString();
  const to = interval.to.value.toString();
  const isOne = rules.readingFactor.equals(Decimal.of('1'));
  const times = isOne ? '' : ` × ${rules.readingFactor.toString()}`;
  switch (rules.resetPolicy) {
    case 'high-water':
      return interval.to.value.compare(highWater) > 0
        ? `(${to} − ${highWater.toString()}) ${units.readingUnit}${times} = ${result}`
        : `${to} ≤ ${highWater.toString()} → ${result}`;
    case 'from-zero':
      if (interval.isReset)
        return `${to} < ${from} → ${to} ${units.readingUnit}${times} = ${result}`;
      break;
    case 'rebaseline':
      if (interval.isReset) return `${to} < ${from} → ${result}`;
  }
  return `(${to} − ${from}) ${units.readingUnit}${times} = ${result}`;
}

/**
 * `9 vCPU·h × 1800 s ÷ 9000 s`: the part of a split interval that some of its bookings hold; `null` where
 * the interval is not split, or these are not one stretch of it.
 */
export function shareFormula(
  interval: RatedInterval,
  bookings: readonly Booking[],
  unit: string,
): string | null {
  const [first] = bookings;
  const last = bookings.at(-1);
  if (interval.bookings.length < 2 || first === undefined || last === undefined) return null;
  const whole = seconds(interval.to.atMicros - interval.from.atMicros);
  const part = seconds(last.toMicros - first.fromMicros);
  return `${interval.quantity.toString()} ${unit} × ${part} s ÷ ${whole} s`;
}

function seconds(micros: number): string {
  return Decimal.of(String(micros)).times(Decimal.of('0.000001')).toString();
}
