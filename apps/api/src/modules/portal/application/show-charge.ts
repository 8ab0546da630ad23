import { Inject, Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { type ChargeResponse } from '@os-credits/contracts';
import { CREDITS_SETTINGS, type CreditsSettings } from '../../../platform/config/index.js';
import { fromChargeId, type ChargeKey } from './charge-id.js';
import { explainCharge, isoOf, type Explanation } from './explain-charge.js';
import { chargeNotFound, projectNotFound } from './portal.errors.js';
import { ChargeReader, type ChargeRow } from './portal.ports.js';
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

  async run(viewer: Viewer, name: string, id: string): Promise<ChargeResponse> {
    const key = fromChargeId(id);
    if (key === null) throw chargeNotFound(id);
    const row = await this.reader.find({ viewer, name, key });
    if (row === null) throw projectNotFound(name);
    if (row === 'no-charge') throw chargeNotFound(id);
    return { id, ...describe(row, key, this.settings.OS_CREDITS_PRECISION) };
  }
}

function describe(row: ChargeRow, key: ChargeKey, precision: number): Omit<ChargeResponse, 'id'> {
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
    },
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
): Pick<ChargeResponse, 'readings' | 'intervals' | 'readingsRetained' | 'recomputed'> {
  return {
    readings: readings.map((reading) => ({
      at: isoOf(Number(reading.atMicros)),
      value: plain(reading.value),
      wire: reading.wire,
      receivedAt: reading.receivedAt,
    })),
    intervals,
    readingsRetained: quantity !== null,
    recomputed: quantity && { quantity: quantity.toString(), matches: quantity.equals(charged) },
  };
}
