import { Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { type z } from 'zod';
import { type completenessQuery, type CompletenessResponse } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { invalidRequest } from '../../../platform/problems/index.js';
import {
  CompletenessRepository,
  type CompletenessHourRow,
  type SiteMetricRow,
} from './completeness.ports.js';

const HOUR_MS = 3_600_000;
const DEFAULT_HOURS = 24;
const SPAN_DAYS_MAX = 31;
const SHARE_PLACES = 4;
type Row = CompletenessResponse['rows'][number];

/** Expected against received readings per site and metric. */
@Injectable()
export class ShowCompleteness {
  constructor(
    private readonly repository: CompletenessRepository,
    private readonly clock: Clock,
  ) {}

  async run(query: z.output<typeof completenessQuery>): Promise<CompletenessResponse> {
    const countedTo = await this.repository.countedTo();
    const { from, to } = spanOf(query, countedTo ?? this.clock.now().toISOString());
    const site = query.site ?? null;
    const [hours, states] = await Promise.all([
      this.repository.hours(from, to, site),
      this.repository.siteMetrics(site),
    ]);
    const byRow = Map.groupBy(hours, nameOf);
    const stateByRow = new Map(states.map((state) => [nameOf(state), state]));
    const rows = [...byRow].map(([name, ofRow]) => rowOf(ofRow, stateByRow.get(name)));
    return { from: from.toISOString(), to: to.toISOString(), countedTo, rows };
  }
}

/** Whole hours that cover what was asked for. */
function spanOf(
  query: z.output<typeof completenessQuery>,
  countedTo: string,
): { from: Date; to: Date } {
  const toMs = Math.ceil(Date.parse(query.to ?? countedTo) / HOUR_MS) * HOUR_MS;
  const fromMs =
    query.from === undefined
      ? toMs - DEFAULT_HOURS * HOUR_MS
      : Math.floor(Date.parse(query.from) / HOUR_MS) * HOUR_MS;
  if (fromMs >= toMs) throw fault('empty-range', 'must be later than from');
  if (toMs - fromMs > SPAN_DAYS_MAX * 24 * HOUR_MS) {
    throw fault('range-too-long', `is more than ${SPAN_DAYS_MAX} days after from`);
  }
  return { from: new Date(fromMs), to: new Date(toMs) };
}

function rowOf(hours: readonly CompletenessHourRow[], state: SiteMetricRow | undefined): Row {
  const [first] = hours;
  const last = hours.at(-1);
  if (first === undefined || last === undefined) throw new Error('a row without hours');
  const expected = Decimal.sum(hours.map((hour) => Decimal.of(hour.expectedCount)));
  const received = hours.reduce((sum, hour) => sum + hour.receivedCount, 0);
  return {
    site: first.site,
    siteName: first.siteName,
    metric: first.metric,
    metricFriendlyName: first.metricFriendlyName,
    seriesCount: last.seriesCount,
    silentSeriesCount: last.silentSeriesCount,
    expectedCount: Number(expected.toString()),
    receivedCount: received,
    shareReceived: shareOf(received, expected),
    lastReadingAt: state?.lastReadingAt ?? null,
    isSilent: state?.isSilent ?? false,
    hours: hours.map((hour) => ({
      hour: hour.hour,
      expectedCount: Number(hour.expectedCount),
      receivedCount: hour.receivedCount,
      shareReceived: shareOf(hour.receivedCount, Decimal.of(hour.expectedCount)),
    })),
  };
}

function shareOf(received: number, expected: Decimal): string | null {
  if (expected.isZero()) return null;
  const count = Decimal.of(String(received));
  if (count.compare(expected) >= 0) return '1';
  return count.dividedBy(expected, SHARE_PLACES).toString();
}

function nameOf({ site, metric }: { readonly site: string; readonly metric: string }): string {
  return JSON.stringify([site, metric]);
}

function fault(code: string, detail: string): Error {
  return invalidRequest([{ pointer: '/query/to', code, detail }]);
}
