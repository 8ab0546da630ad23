import {
  chargesByHour,
  Decimal,
  effectOfInsertion,
  rulesAt,
  type Booking,
  type Insertion,
  type RatedInterval,
  type Reading,
} from '@os-credits/credits';
import type {
  ChargeChange,
  NeighbouredReading,
  NotedInterval,
  RatedSeries,
  SeriesAdvance,
} from './rating.ports.js';

/** What one pass changes for the series that are not plain. */
export interface SeriesChange {
  readonly charges: ChargeChange[];
  readonly resetsMade: NotedInterval[];
  readonly resetsRemoved: NotedInterval[];
  readonly holdsMade: NotedInterval[];
  readonly holdsRemoved: NotedInterval[];
  readonly advance: SeriesAdvance;
}

/** Names an interval of a series; the key of held charges. */
export function intervalKey(
  interval: Pick<NotedInterval, 'projectId' | 'seriesId' | 'from' | 'to'>,
): string {
  return `${interval.projectId}.${interval.seriesId}.${interval.from.atMicros}-${interval.to.atMicros}`;
}

/**
 * Groups the new readings of one series into runs between neighbours that were there before. Each new
 * reading comes with its direct neighbours, so runs are complete without loading what lies between them.
 */
export function insertionsOf(readings: readonly NeighbouredReading[]): Insertion[] {
  const added = new Map(readings.map(({ reading }) => [reading.atMicros, reading]));
  const points = new Map<number, Reading>(added);
  for (const { before, after } of readings) {
    for (const neighbour of [before, after]) {
      if (neighbour !== null && !added.has(neighbour.atMicros))
        points.set(neighbour.atMicros, neighbour);
    }
  }
  const sorted = [...points.values()].sort((a, b) => a.atMicros - b.atMicros);
  const insertions: Insertion[] = [];
  let run: Reading[] = [];
  let before: Reading | null = null;
  const close = (after: Reading | null) => {
    if (run.length > 0) {
      const known = [before, after].filter((reading) => reading !== null);
      insertions.push({ known, added: run, highWaterBefore: null });
    }
    run = [];
    before = after;
  };
  for (const point of sorted) {
    if (added.has(point.atMicros)) run.push(point);
    else close(point);
  }
  close(null);
  return insertions;
}

/**
 * Rates the insertions of one series: a pure function of what was loaded.
 * @param isReleased whether staff released the held charge of a removed interval, so that it counted
 */
export function rateInsertions(
  series: RatedSeries,
  insertions: readonly Insertion[],
  isReleased: (interval: NotedInterval) => boolean,
): SeriesChange {
  const noted = (interval: RatedInterval): NotedInterval => notedInterval(series, interval);
  const made: RatedInterval[] = [];
  const removed: RatedInterval[] = [];
  for (const insertion of insertions) {
    const effect = effectOfInsertion(insertion, series.rules, series.rates);
    made.push(...effect.made);
    removed.push(...effect.removed);
  }
  const bookings = [
    ...made.filter((interval) => !interval.isHeld).flatMap((interval) => interval.bookings),
    ...removed
      .filter((interval) => !interval.isHeld || isReleased(noted(interval)))
      .flatMap((interval) => interval.bookings.map(reversed)),
  ];
  return {
    charges: toChanges(series, bookings),
    resetsMade: made.filter((interval) => interval.isReset).map(noted),
    resetsRemoved: removed.filter((interval) => interval.isReset).map(noted),
    holdsMade: made.filter((interval) => interval.isHeld).map(noted),
    holdsRemoved: removed.filter((interval) => interval.isHeld).map(noted),
    advance: advanceOf(series, insertions),
  };
}

/** An interval as it is remembered on its own. */
export function notedInterval(
  series: Pick<RatedSeries, 'projectId' | 'seriesId' | 'rules'>,
  interval: RatedInterval,
): NotedInterval {
  return {
    projectId: series.projectId,
    seriesId: series.seriesId,
    from: interval.from,
    to: interval.to,
    quantity: interval.quantity.toString(),
    limitPerHour:
      rulesAt(series.rules, interval.to.atMicros).plausibleMaxPerHour?.toString() ?? null,
  };
}

export function reversed(booking: Booking): Booking {
  return { ...booking, quantity: booking.quantity.negated() };
}

export function toChanges(series: RatedSeries, bookings: readonly Booking[]): ChargeChange[] {
  const spans = new Map<string, { fromMicros: number; toMicros: number; count: number }>();
  for (const booking of bookings) {
    const key = `${booking.hourMicros}.${booking.costTableId}`;
    const span = spans.get(key);
    spans.set(key, {
      fromMicros: Math.min(span?.fromMicros ?? Infinity, booking.fromMicros),
      toMicros: Math.max(span?.toMicros ?? 0, booking.toMicros),
      count: (span?.count ?? 0) + (booking.quantity.isNegative() ? 0 : 1),
    });
  }
  return chargesByHour(bookings).map((charge) => {
    const span = spans.get(`${charge.hourMicros}.${charge.costTableId}`);
    return {
      projectId: series.projectId,
      seriesId: series.seriesId,
      hourMicros: charge.hourMicros,
      costTableId: charge.costTableId,
      rate: charge.rate.toString(),
      quantity: charge.quantity.toString(),
      fromMicros: span?.fromMicros ?? charge.hourMicros,
      toMicros: span?.toMicros ?? charge.hourMicros,
      readingCount: span?.count ?? 0,
    };
  });
}

function advanceOf(series: RatedSeries, insertions: readonly Insertion[]): SeriesAdvance {
  const added = insertions.flatMap((insertion) => insertion.added);
  const readings = series.last === null ? added : [...added, series.last];
  const [first] = readings;
  if (first === undefined) throw new Error('a pass without new readings changes no series');
  let last = first;
  let highWater = series.highWater === null ? first.value : Decimal.of(series.highWater);
  let firstAtMicros = series.firstAtMicros ?? first.atMicros;
  for (const reading of readings) {
    if (reading.atMicros > last.atMicros) last = reading;
    if (reading.value.compare(highWater) > 0) highWater = reading.value;
    firstAtMicros = Math.min(firstAtMicros, reading.atMicros);
  }
  return {
    projectId: series.projectId,
    seriesId: series.seriesId,
    firstAtMicros,
    last,
    highWater: highWater.toString(),
  };
}
