import { Injectable } from '@nestjs/common';
import { chargesByHour, Decimal, rateReadings, type RatedInterval } from '@os-credits/credits';
import { Database, type Tx } from '../../../platform/database/index.js';
import { VerificationReads, type BookedCharge, type VerifiedSeries } from './verification.ports.js';

/** One number that is not what it has to be. */
export interface Difference {
  readonly project: string;
  /** What was compared: `account granted`, `charge of project_vcpu_usage at 8676, hour 2026-11-22T13:00:00Z, at rate 0.3`. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

export interface Verification {
  readonly projectCount: number;
  readonly seriesCount: number;
  readonly readingCount: number;
  readonly differences: readonly Difference[];
}

/**
 * Recomputes the ledger from the readings and reports every difference (laws 2, 3, 5 and 6).
 *
 * Works on one snapshot of the database, project by project, without looking at how the charges came
 * about: the readings are rated from scratch by the pure library. Hours whose readings retention has
 * dropped cannot be recomputed; there only the sums are checked.
 */
@Injectable()
export class VerifyLedger {
  constructor(
    private readonly database: Database,
    private readonly reads: VerificationReads,
  ) {}

  /**
   * @param projectName only this one; `null` for all
   * @param onProject told before each project how many are done; what it throws ends the verification
   */
  async execute(
    projectName: string | null,
    onProject: (doneCount: number, totalCount: number) => void = () => undefined,
  ): Promise<Verification> {
    return this.database.transaction(
      async (tx) => {
        const projects = await this.reads.projects(tx, projectName);
        const differences: Difference[] = [];
        let seriesCount = 0;
        let readingCount = 0;
        for (const [doneCount, project] of projects.entries()) {
          onProject(doneCount, projects.length);
          differences.push(...(await this.verifySums(tx, project)));
          const charges = Map.groupBy(
            await this.reads.charges(tx, project.id),
            (charge) => charge.seriesId,
          );
          for (const series of await this.reads.series(tx, project.id)) {
            const result = await this.verifySeries(tx, series, charges.get(series.id) ?? []);
            differences.push(
              ...result.differences.map((difference) => ({ project: project.name, ...difference })),
            );
            seriesCount += 1;
            readingCount += result.readingCount;
          }
        }
        return { projectCount: projects.length, seriesCount, readingCount, differences };
      },
      { isolation: 'repeatable read', isReadOnly: true, statementTimeoutMs: 0 },
    );
  }

  /** The account and the daily rollup are sums of the ledger. */
  private async verifySums(tx: Tx, project: { id: number; name: string }): Promise<Difference[]> {
    const sums = await this.reads.sums(tx, project.id);
    return sums
      .filter((sum) => !Decimal.of(sum.expected).equals(Decimal.of(sum.found)))
      .map((sum) => ({ project: project.name, ...sum }));
  }

  private async verifySeries(
    tx: Tx,
    series: VerifiedSeries,
    booked: readonly BookedCharge[],
  ): Promise<{ differences: Omit<Difference, 'project'>[]; readingCount: number }> {
    const readings = await this.reads.readings(tx, series);
    const isCounted = (interval: RatedInterval) =>
      !interval.isHeld ||
      series.releasedHolds.has(`${interval.from.atMicros}-${interval.to.atMicros}`);
    const rated = [...rateReadings(readings, series.rules, series.rates, series.before)].filter(
      isCounted,
    );
    const expected = quantitiesByRate(
      chargesByHour(rated.flatMap((interval) => interval.bookings)).map((charge) => ({
        ...charge,
        rate: charge.rate.toString(),
      })),
    );
    const found = quantitiesByRate(booked);
    const differences: Omit<Difference, 'project'>[] = [];
    for (const key of new Set([...expected.keys(), ...found.keys()])) {
      const hourMicros = parseInt(key, 10);
      // The anchor's hour began before it; what came before the anchor is gone.
      if (series.before !== null && hourMicros <= series.before.last.atMicros) continue;
      const want = expected.get(key) ?? Decimal.zero;
      const have = found.get(key) ?? Decimal.zero;
      if (!want.equals(have)) {
        differences.push({
          what: nameOf(series, key),
          expected: want.toString(),
          found: have.toString(),
        });
      }
    }
    return { differences, readingCount: readings.length };
  }
}

/** Quantities by hour and rate: `1795374000000000 at 0.3`. */
function quantitiesByRate(
  charges: readonly Pick<BookedCharge, 'hourMicros' | 'rate' | 'quantity'>[],
): Map<string, Decimal> {
  const sums = new Map<string, Decimal>();
  for (const { hourMicros, rate, quantity } of charges) {
    const key = `${hourMicros} at ${rate}`;
    sums.set(key, sums.get(key)?.plus(quantity) ?? quantity);
  }
  return sums;
}

function nameOf(series: VerifiedSeries, key: string): string {
  const [hourMicros, rate = ''] = key.split(' at ');
  const hour = new Date(Number(hourMicros) / 1000).toISOString();
  return `quantity of ${series.metricName} at ${series.siteName}, hour ${hour}, at rate ${rate}`;
}
