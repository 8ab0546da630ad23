import { Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import {
  HeldChargeRepository,
  type DecidedInterval,
  type HeldDecision,
  type HeldFilter,
  type HeldIntervalKey,
} from './held-charges.ports.js';
import { PriceIntervals, type PricedInterval } from './price-intervals.js';
import { reversed, toChanges } from './rate-others.js';
import { RatingRepository } from './rating.ports.js';

/** Intervals that one call decides on by a filter. */
const INTERVALS_MAX = 1_000;
const STATEMENT_TIMEOUT_MS = 120_000;

export interface DecideHeldChargesInput {
  readonly decision: HeldDecision;
  readonly select: { readonly keys: readonly HeldIntervalKey[] } | { readonly filter: HeldFilter };
  readonly reason: string;
  readonly actor: string;
  readonly isDryRun: boolean;
  /** Runs in the same transaction, after what was decided. */
  readonly decided?: (tx: Tx, outcome: HeldChargeOutcome) => Promise<void>;
}

export interface HeldChargeOutcome {
  readonly decidedCount: number;
  /** Effect on what is used. */
  readonly credits: Decimal;
  readonly unchangedCount: number;
  /** No such interval: it never was one, or a late reading took it apart. */
  readonly missing: readonly HeldIntervalKey[];
  readonly remainingCount: number;
}

/**
 * Releases or dismisses held charges. The decision is about the interval between two neighbouring readings:
 * a released one counts as long as no reading lies within; one that does takes its charge back, and the
 * parts are judged anew. So what a project owes stays a function of its readings and of the decisions about
 * the intervals between them, in whatever order they came.
 */
@Injectable()
export class DecideHeldCharges {
  constructor(
    private readonly database: Database,
    private readonly held: HeldChargeRepository,
    private readonly prices: PriceIntervals,
    private readonly rating: RatingRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `overloaded` where rating is busy for too long; nothing is decided */
  execute(input: DecideHeldChargesInput): Promise<HeldChargeOutcome> {
    return this.database.transaction(
      async (tx) => {
        if (!input.isDryRun) await this.held.lockRating(tx);
        const { found, missing, remainingCount } = await this.select(tx, input);
        const changing = found.filter((one) => one.status !== input.decision);
        // Only what is released is in the ledger: dismissing takes back from such, and from no others.
        const moving = changing.filter(
          (one) => input.decision === 'released' || one.status === 'released',
        );
        const priced = await this.prices.run(tx, moving);
        const sum = Decimal.sum(priced.map((one) => one.credits));
        const outcome = {
          decidedCount: changing.length,
          credits: input.decision === 'released' ? sum : sum.negated(),
          unchangedCount: found.length - changing.length,
          missing,
          remainingCount,
        };
        if (input.isDryRun || changing.length === 0) return outcome;
        await this.post(tx, priced, input.decision);
        const at = this.clock.now();
        const { decision, actor: by, reason } = input;
        await this.held.decide(tx, changing, { decision, at, by, reason });
        await input.decided?.(tx, outcome);
        return outcome;
      },
      { statementTimeoutMs: STATEMENT_TIMEOUT_MS },
    );
  }

  private async select(
    tx: Tx,
    { select }: DecideHeldChargesInput,
  ): Promise<{ found: DecidedInterval[]; missing: HeldIntervalKey[]; remainingCount: number }> {
    if ('keys' in select) {
      const found = await this.held.find(tx, select.keys);
      const names = new Set(found.map(nameOf));
      const missing = select.keys.filter((key) => !names.has(nameOf(key)));
      return { found, missing, remainingCount: 0 };
    }
    const found = await this.held.findHeld(tx, select.filter, INTERVALS_MAX);
    const total =
      found.length < INTERVALS_MAX ? found.length : await this.held.countHeld(tx, select.filter);
    return { found, missing: [], remainingCount: total - found.length };
  }

  private async post(
    tx: Tx,
    priced: readonly PricedInterval<DecidedInterval>[],
    decision: HeldDecision,
  ): Promise<void> {
    const bySeries = Map.groupBy(priced, ({ series }) => series);
    const changes = [...bySeries].flatMap(([series, ofSeries]) => {
      const bookings = ofSeries.flatMap((one) => one.bookings);
      return toChanges(series, decision === 'released' ? bookings : bookings.map(reversed));
    });
    await this.rating.changeCharges(tx, changes);
  }
}

function nameOf({ projectId, seriesId, fromMicros, toMicros }: HeldIntervalKey): string {
  return `${projectId}.${seriesId}.${fromMicros}-${toMicros}`;
}
