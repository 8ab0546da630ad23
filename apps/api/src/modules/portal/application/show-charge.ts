import { Inject, Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { type ChargePassport } from '@os-credits/contracts';
import { CREDITS_SETTINGS, type CreditsSettings } from '../../../platform/config/index.js';
import { fromChargeId, toChargeId, type ChargeKey } from './charge-id.js';
import { explainCharge, isoOf, type Explanation } from './explain-charge.js';
import { chargeNotFound, projectNotFound } from './portal.errors.js';
import { ChargeReader, type ChargeReadingRow, type ChargeRow } from './portal.ports.js';
import { plain } from './project-summary.js';
import { type Viewer } from './viewer.js';

const HOUR_MS = 3_600_000;

/** Law 6: a charge shows everything needed to compute it again. */
@Injectable()
export class ShowCharge {
  constructor(
    private readonly reader: ChargeReader,
    @Inject(CREDITS_SETTINGS) private readonly settings: CreditsSettings,
  ) {}

  async run(viewer: Viewer, name: string, id: string): Promise<ChargePassport> {
    const key = fromChargeId(id);
    if (key === null) throw chargeNotFound(id);
    const row = await this.reader.find({ viewer, name, key });
    if (row === null) throw projectNotFound(name);
    if (row === 'no-charge') throw chargeNotFound(id);
    return { id, ...describe(row, key, this.settings.OS_CREDITS_PRECISION) };
  }
}

function describe(row: ChargeRow, key: ChargeKey, precision: number): Omit<ChargePassport, 'id'> {
  const quantity = Decimal.sum(row.entries.map((entry) => Decimal.of(entry.quantity)));
  const rate = Decimal.of(row.entries[0]?.rate ?? '0');
  const credits = quantity.times(rate);
  const explanation = explainCharge(row, key);
  return {
    project: row.project,
    site: row.site,
    metric: row.metric,
    metricFriendlyName: row.metricFriendlyName,
    hour: { from: key.hour, to: new Date(Date.parse(key.hour) + HOUR_MS).toISOString() },
    isOpen: row.entries.some((entry) => entry.id === null),
    unit: row.unit,
    readingUnit: row.readingUnit,
    readingFactor: plain(row.readingFactor),
    resetPolicy: row.resetPolicy,
    rate: rate.toString(),
    costTable: {
      id: key.costTableId,
      title: row.costTableTitle,
      effectiveFrom: row.costTableEffectiveFrom,
      appliesFrom: row.costTableAppliesFrom,
      publishedAt: row.costTablePublishedAt,
      publishedBy: row.costTablePublishedBy,
      version: row.costTableVersion,
    },
    series: { id: key.seriesId, firstReadingAt: row.firstReadingAt },
    rateScope: row.rateScope,
    sizeWeights: weightsOf(row),
    corrections: correctionsOf(row),
    otherCharges: row.otherCostTableIds.map((costTableId) => toChargeId({ ...key, costTableId })),
    ...working(explanation, quantity),
    quantity: quantity.toString(),
    credits: credits.toString(),
    creditsRounded: credits.toFixed(precision),
    formula: `${quantity.toString()} ${row.unit} × ${rate.toString()} = ${credits.toString()}`,
    entries: row.entries.map((entry) => ({
      id: entry.id ?? 'open',
      postedAt: entry.postedAt,
      quantity: plain(entry.quantity),
      credits: Decimal.of(entry.quantity).times(Decimal.of(entry.rate)).toString(),
      isOpen: entry.id === null,
    })),
  };
}

function working(
  { readings, intervals, quantity }: Explanation,
  charged: Decimal,
): Pick<ChargePassport, 'readings' | 'intervals' | 'readingsRetained' | 'recomputed'> {
  return {
    readings: readings.map(toReading),
    intervals,
    readingsRetained: quantity !== null,
    recomputed: quantity && { quantity: quantity.toString(), matches: quantity.equals(charged) },
  };
}

function toReading(row: ChargeReadingRow): ChargePassport['readings'][number] {
  const { released } = row;
  const arrival = released ?? row;
  return {
    at: isoOf(Number(row.atMicros)),
    value: plain(row.value),
    wire: arrival.wire,
    receivedAt: arrival.receivedAt,
    tokenName: arrival.tokenName,
    batchId: row.batchId,
    jobId: row.jobId,
    released: released && {
      at: released.at,
      by: released.by,
      reason: released.reason,
      quarantineReason: released.quarantineReason,
    },
  };
}

function weightsOf(row: ChargeRow): ChargePassport['sizeWeights'] {
  if (row.sizeWeights.length === 0) return null;
  return row.sizeWeights.map((set) => ({
    ...set,
    weights: set.weights.map(({ value, weight }) => ({
      value: plain(value),
      weight: plain(weight),
    })),
  }));
}

/** What makes up the charge and what undid it, as it was posted; what is open comes last. */
function correctionsOf(row: ChargeRow): ChargePassport['corrections'] {
  const charges = row.entries.map((entry): ChargePassport['corrections'][number] => ({
    id: entry.id ?? 'open',
    kind: 'charge',
    postedAt: entry.postedAt,
    quantity: plain(entry.quantity),
    credits: Decimal.of(entry.quantity).times(Decimal.of(entry.rate)).toString(),
    isOpen: entry.id === null,
    correctsId: entry.correctsId,
    cause: causeOf(entry),
    planId: entry.planId,
    reason: entry.reason,
    actor: entry.actor,
  }));
  const reversals = row.reversals.map((entry): ChargePassport['corrections'][number] => ({
    ...entry,
    kind: 'reversal',
    quantity: null,
    credits: Decimal.of(entry.credits).negated().toString(),
    isOpen: false,
    cause: 'reversal',
    planId: null,
  }));
  const rank = ({ id }: { id: string }): number => (id === 'open' ? Infinity : Number(id));
  return [...charges, ...reversals].sort((a, b) => rank(a) - rank(b));
}

function causeOf(
  entry: ChargeRow['entries'][number],
): ChargePassport['corrections'][number]['cause'] {
  if (entry.id === null) return 'open';
  if (entry.planId !== null) return 're-rating';
  return entry.correctsId === null ? 'hour-closed' : 'correction';
}
