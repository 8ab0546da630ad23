import { type ChargeResponse, type LedgerEntry, type StatementLine } from '@os-credits/contracts';
import { postingMs } from './answers.js';
import {
  chargeOf,
  chargesOf,
  creditsText,
  dayMs,
  decimalText,
  hourMs,
  iso,
  type WorldCharge,
  type WorldPosting,
  type WorldProject,
} from './world.js';

const creditUnits = 10_000;
const costTable = { id: 1, title: 'Default 2024' };

export function chargeIdOf(charge: WorldCharge): string {
  const hour = iso(charge.hourStartMs).slice(0, 13).replace(/\D/g, '');
  return `${charge.series.id}.${hour}.${costTable.id}`;
}

type Movement = { atMs: number; credits: number; charge?: WorldCharge; posting?: WorldPosting };

/** Everything that moved the balance, oldest first. */
function movementsOf(project: WorldProject, nowMs: number): Movement[] {
  const movements: Movement[] = chargesOf(project, { fromMs: 0, toMs: nowMs, nowMs }).map(
    (charge) => ({ atMs: charge.hourStartMs + hourMs, credits: -charge.credits, charge }),
  );
  project.postings.forEach((posting, index) => {
    const credits = Math.round(posting.credits * creditUnits);
    movements.push({ atMs: postingMs(project, index, nowMs), credits, posting });
  });
  return movements.sort((a, b) => a.atMs - b.atMs);
}

/** Ledger entries, newest first. */
export function entriesOf(project: WorldProject, nowMs: number): LedgerEntry[] {
  let balance = 0;
  const entries = movementsOf(project, nowMs).map((movement, index): LedgerEntry => {
    balance += movement.credits;
    const { charge, posting } = movement;
    const isOpen = charge?.isOpen ?? false;
    return {
      id: charge && isOpen ? `open:${chargeIdOf(charge)}` : String(index + 1),
      kind: posting?.kind ?? 'charge',
      isOpen,
      effectiveAt: iso(movement.atMs),
      postedAt: isOpen ? null : iso(movement.atMs + 60_000),
      credits: creditsText(movement.credits),
      balanceAfter: creditsText(balance),
      charge: charge
        ? {
            chargeId: chargeIdOf(charge),
            site: charge.series.site,
            metric: charge.series.metric,
            metricFriendlyName: charge.series.friendlyName,
            unit: charge.series.unit,
            quantity: decimalText(charge.quantity, 3),
            rate: charge.series.rate,
            costTable,
            from: iso(charge.hourStartMs),
            to: iso(charge.hourStartMs + charge.minutes * 60_000),
          }
        : null,
      correctsId: null,
      reason: posting?.reason ?? null,
      source: posting?.source ?? null,
      actor: posting?.actor ?? null,
    };
  });
  return entries.reverse();
}

/** The statement by UTC day, newest first. */
export function linesOf(project: WorldProject, nowMs: number): StatementLine[] {
  const groups = new Map<string, Movement[]>();
  movementsOf(project, nowMs).forEach((movement, index) => {
    const { charge } = movement;
    const key = charge
      ? `${iso(charge.hourStartMs).slice(0, 10)}.${charge.series.id}`
      : `entry.${index + 1}`;
    groups.set(key, [...(groups.get(key) ?? []), movement]);
  });
  let balance = 0;
  const lines: StatementLine[] = [];
  for (const [key, movements] of groups) {
    const first = movements[0];
    if (!first) continue;
    const credits = movements.reduce((sum, each) => sum + each.credits, 0);
    balance += credits;
    const dayStartMs = Math.floor((first.atMs - 1) / dayMs) * dayMs;
    const { charge, posting } = first;
    lines.push({
      key,
      kind: posting?.kind ?? 'charge',
      isOpen: movements.some((each) => each.charge?.isOpen),
      from: iso(charge ? dayStartMs : first.atMs),
      to: iso(charge ? dayStartMs + dayMs : first.atMs),
      credits: creditsText(credits),
      balanceAfter: creditsText(balance),
      charge: charge
        ? {
            site: charge.series.site,
            metric: charge.series.metric,
            metricFriendlyName: charge.series.friendlyName,
            unit: charge.series.unit,
            quantity: decimalText(
              movements.reduce((sum, each) => sum + (each.charge?.quantity ?? 0), 0),
              3,
            ),
            entryCount: movements.length,
          }
        : null,
      entryId: charge ? null : key.replace('entry.', ''),
      correctsId: null,
      correctedById: null,
      reason: posting?.reason ?? null,
      source: posting?.source ?? null,
      actor: posting?.actor ?? null,
    });
  }
  return lines.reverse();
}

/** One charge with everything that it was made from; null when there is no such charge. */
export function explainedCharge(
  project: WorldProject,
  id: string,
  nowMs: number,
): ChargeResponse | null {
  const [seriesId, hour] = id.split('.');
  const series = project.series.find((each) => String(each.id) === seriesId);
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})$/.exec(hour ?? '');
  if (!series || !parts) return null;
  const hourStartMs = Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:00:00Z`);
  const charge = chargeOf({ project, series, hourStartMs, nowMs });
  if (!charge) return null;
  const quantity = decimalText(charge.quantity, 3);
  const credits = creditsText(charge.credits);
  return {
    id,
    project: project.name,
    site: series.site,
    metric: series.metric,
    metricFriendlyName: series.friendlyName,
    hour: { from: iso(hourStartMs), to: iso(hourStartMs + hourMs) },
    isOpen: charge.isOpen,
    unit: series.unit,
    readingUnit: series.unit,
    readingFactor: '1',
    resetPolicy: 'rebaseline',
    rate: series.rate,
    costTable: { ...costTable, effectiveFrom: '2024-01-01T00:00:00.000Z' },
    ...readingsOf(charge),
    readingsRetained: true,
    quantity,
    credits,
    creditsRounded: (charge.credits / creditUnits).toFixed(2),
    formula: `${quantity} ${series.unit} × ${series.rate} = ${credits}`,
    recomputed: { quantity, matches: true },
    entries: [
      {
        id: charge.isOpen ? `open:${id}` : '4711',
        postedAt: charge.isOpen ? null : iso(hourStartMs + hourMs + 60_000),
        quantity,
        credits: creditsText(-charge.credits),
        isOpen: charge.isOpen,
      },
    ],
  };
}

const readingStepMinutes = 10;

function readingsOf(charge: WorldCharge): Pick<ChargeResponse, 'readings' | 'intervals'> {
  const counterStart = (charge.hourStartMs / hourMs) * charge.series.size;
  const readings: ChargeResponse['readings'] = [];
  for (let minute = 0; minute <= charge.minutes; minute += readingStepMinutes) {
    readings.push({
      at: iso(charge.hourStartMs + minute * 60_000),
      value: decimalText(counterStart + charge.growthPerMinute * minute, 3),
      wire: 'remote_write 1.0',
      receivedAt: iso(charge.hourStartMs + minute * 60_000 + 2_140),
    });
  }
  const intervals = readings.slice(1).map((reading, index) => {
    const before = readings[index] ?? reading;
    const growth = decimalText(charge.growthPerMinute * readingStepMinutes, 3);
    return {
      from: before.at,
      to: reading.at,
      fromValue: before.value,
      toValue: reading.value,
      growth,
      share: growth,
      isReset: false,
      isSplit: false,
    };
  });
  return { readings, intervals };
}
