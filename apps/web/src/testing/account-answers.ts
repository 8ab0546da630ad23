import {
  type ChargePassport,
  type CorrectionResponse,
  type StatementResponse,
} from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { balanceOf } from './answers.js';
import { entriesOf, explainedCharge } from './ledger-answers.js';
import { iso, type WorldProject } from './world.js';

/** One charge with the origin of its readings; the third reading came through quarantine. */
export function passportOf(
  project: WorldProject,
  id: string,
  nowMs: number,
): ChargePassport | null {
  const charge = explainedCharge(project, id, nowMs);
  if (charge === null) return null;
  const [seriesId = '0'] = id.split('.');
  return {
    ...charge,
    series: { id: Number(seriesId), firstReadingAt: '2026-08-24T00:00:00.000Z' },
    costTable: {
      ...charge.costTable,
      appliesFrom: charge.costTable.effectiveFrom,
      publishedAt: '2023-12-11T09:30:00.000Z',
      publishedBy: 'Wanda Admin',
      version: 3,
    },
    rateScope: 'general',
    readings: charge.readings.map((reading, index) => ({
      ...reading,
      batchId: String(90_000 + index),
      tokenName: `${charge.site}-exporter`,
      jobId: null,
      released:
        index === 2
          ? {
              at: reading.at,
              by: 'Mira Holm',
              reason: 'clock of the exporter was ahead',
              quarantineReason: 'in-the-future',
            }
          : null,
    })),
    intervals: charge.intervals.map((interval) => ({
      ...interval,
      formula: `(${interval.toValue} − ${interval.fromValue}) ${charge.unit} = ${interval.growth} ${charge.unit}`,
      shareFormula: null,
      isHeld: false,
      decision: null,
    })),
    sizeWeights: [
      {
        setAt: '2023-12-11T09:30:00.000Z',
        costTable: { id: charge.costTable.id, title: charge.costTable.title },
        weights: [
          { value: '16', weight: '1' },
          { value: '64', weight: '1.5' },
        ],
      },
    ],
    corrections: chainOf(charge),
    otherCharges: [],
  };
}

function chainOf(charge: NonNullable<ReturnType<typeof explainedCharge>>) {
  return charge.entries.map((entry): ChargePassport['corrections'][number] => ({
    ...entry,
    id: entry.isOpen ? 'open' : entry.id,
    kind: 'charge',
    credits: charge.credits,
    correctsId: null,
    cause: entry.isOpen ? 'open' : 'hour-closed',
    planId: null,
    reason: null,
    actor: null,
  }));
}

/** The entry that the next correction would post, with the account before and after it. */
export function correctionOf(options: {
  project: WorldProject;
  credits: string;
  correctsId: string | null;
  reason: string;
  effectiveAt: string | undefined;
  isDryRun: boolean;
  nowMs: number;
}): CorrectionResponse {
  const { project, credits, correctsId, reason, effectiveAt, isDryRun, nowMs } = options;
  const { granted, used, remaining } = balanceOf(project, nowMs, nowMs);
  const moved = Decimal.of(credits);
  return {
    project: project.name,
    isDryRun,
    isRepeated: false,
    entry: {
      id: isDryRun ? null : String(entriesOf(project, nowMs).length + 1),
      kind: correctsId === null ? 'adjustment' : 'reversal',
      credits,
      effectiveAt: effectiveAt ?? iso(nowMs),
      correctsId,
      reason,
      actor: 'Jonas Editor',
    },
    before: { granted, used, remaining },
    after: {
      granted,
      used: Decimal.of(used).minus(moved).toString(),
      remaining: Decimal.of(remaining).plus(moved).toString(),
    },
  };
}

export function statementOf(
  project: WorldProject,
  period: { from: string | undefined; to: string | undefined },
  nowMs: number,
): StatementResponse {
  const entries = entriesOf(project, nowMs)
    .filter(({ effectiveAt }) => period.from === undefined || effectiveAt > period.from)
    .filter(({ effectiveAt }) => period.to === undefined || effectiveAt <= period.to)
    .toReversed();
  const sumOf = (kinds: readonly string[]): Decimal =>
    Decimal.sum(
      entries.filter(({ kind }) => kinds.includes(kind)).map(({ credits }) => Decimal.of(credits)),
    );
  const closing = entries.at(-1)?.balanceAfter ?? '0';
  const all = sumOf(['grant', 'charge', 'adjustment', 'reversal']);
  return {
    project: project.name,
    from: period.from ?? null,
    to: period.to ?? iso(nowMs),
    createdAt: iso(nowMs),
    asOf: balanceOf(project, nowMs, nowMs).asOf,
    opening: Decimal.of(closing).minus(all).toString(),
    entries,
    closing,
    totals: {
      granted: sumOf(['grant']).toString(),
      charged: sumOf(['charge']).negated().toString(),
      chargedOpen: '0',
      other: sumOf(['adjustment', 'reversal']).toString(),
    },
  };
}
