import { canonicalDecimal } from '@os-credits/usage-wire';
import { type NamedReading } from '../stack/ledger-reader.js';
import { type RandomStream } from './random-stream.js';

const SITES = ['8676', '8675'];
const METRICS = ['project_vcpu_usage', 'project_mb_usage'];
const PROJECTS = 2;
const HOUR_MS = 3_600_000;
/** Far enough back that the hours close, and gaps of more than one hour are split, while the test runs. */
const STARTED_HOURS_AGO = 60;
const RESET_CHANCE = 0.002;

/** A cloud whose readings several clients push; each instant is made once and remembered. */
export class UsageSource {
  private readonly counters: bigint[];
  private readonly instants: NamedReading[][] = [];
  private atMillis = Math.floor(Date.now() / HOUR_MS - STARTED_HOURS_AGO) * HOUR_MS;

  constructor(
    private readonly name: string,
    private readonly random: RandomStream,
  ) {
    this.counters = Array.from({ length: PROJECTS * SITES.length * METRICS.length }, () =>
      BigInt(random.between(1_000_000, 900_000_000)),
    );
  }

  /** The readings of one instant; `undefined` once the source has come to the present. */
  instant(index: number): readonly NamedReading[] | undefined {
    while (this.instants.length <= index) {
      this.atMillis += this.stepMillis();
      if (this.atMillis > Date.now()) return undefined;
      this.instants.push(this.readAll());
    }
    return this.instants[index];
  }

  /** Mostly a minute or so; now and then more than an hour. */
  private stepMillis(): number {
    return this.random.chance(0.004)
      ? this.random.between(HOUR_MS, 2 * HOUR_MS)
      : this.random.between(20_000, 100_000);
  }

  private readAll(): NamedReading[] {
    return this.counters.map((before, index) => {
      const isReset = this.random.chance(RESET_CHANCE);
      const micros = isReset ? BigInt(this.random.between(0, 999)) : before + this.growth();
      this.counters[index] = micros;
      return {
        project: `${this.name}-${index % PROJECTS}`,
        site: SITES[Math.floor(index / PROJECTS) % SITES.length] ?? '',
        metric: METRICS[Math.floor(index / PROJECTS / SITES.length)] ?? '',
        atMicros: this.atMillis * 1000,
        value: plain(micros),
      };
    });
  }

  private growth(): bigint {
    return BigInt(this.random.chance(0.1) ? 0 : this.random.between(1, 5_000_000));
  }
}

/** Six places: with the digits before the point, a double keeps every one of them. */
function plain(micros: bigint): string {
  const text = `${micros / 1_000_000n}.${(micros % 1_000_000n).toString().padStart(6, '0')}`;
  const decimal = canonicalDecimal(text);
  if (typeof decimal !== 'string') throw new Error(decimal.detail);
  return decimal;
}
