import { Injectable } from '@nestjs/common';
import { type z } from 'zod';
import { type IntakeCounts, type IntakeResponse, type intakeQuery } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { invalidRequest } from '../../../platform/problems/index.js';
import { IntakeReader, type IntakeDayRow, type IntakeSiteRow } from './intake.ports.js';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;
const SPAN_DAYS_MAX = 31;
const NOTHING: IntakeCounts = {
  storedCount: 0,
  duplicateCount: 0,
  quarantinedCount: 0,
  silentSeconds: 0,
};

/** What came in per site and day. */
@Injectable()
export class ShowIntake {
  constructor(
    private readonly reader: IntakeReader,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `invalid-request` for a period that is empty or longer than 31 days */
  async run(query: z.output<typeof intakeQuery>): Promise<IntakeResponse> {
    const now = this.clock.now();
    const { from, to } = spanOf(query, now);
    const [days, sites] = await Promise.all([this.reader.days(from, to, now), this.reader.sites()]);
    const bySite = Map.groupBy(days, ({ site }) => site);
    const unknown = bySite.get(null) ?? [];
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      total: sumOf(days),
      sites: [
        ...sites.map((site) => toSite(site, bySite.get(site.site) ?? [])),
        ...(unknown.length === 0 ? [] : [toSite(NO_SITE, unknown)]),
      ],
    };
  }
}

const NO_SITE = { site: null, siteName: null, isSilent: false, lastReadingAt: null };

function toSite(
  site: IntakeSiteRow | typeof NO_SITE,
  days: readonly IntakeDayRow[],
): IntakeResponse['sites'][number] {
  return {
    ...site,
    total: sumOf(days),
    days: days.map((row) => ({ day: row.day, ...countsOf(row) })),
  };
}

function sumOf(rows: readonly IntakeDayRow[]): IntakeCounts {
  return rows.reduce(
    (sum, row) => ({
      storedCount: sum.storedCount + row.storedCount,
      duplicateCount: sum.duplicateCount + row.duplicateCount,
      quarantinedCount: sum.quarantinedCount + row.quarantinedCount,
      silentSeconds: sum.silentSeconds + row.silentSeconds,
    }),
    NOTHING,
  );
}

function countsOf({
  storedCount,
  duplicateCount,
  quarantinedCount,
  silentSeconds,
}: IntakeDayRow): IntakeCounts {
  return { storedCount, duplicateCount, quarantinedCount, silentSeconds };
}

/** Whole days (UTC) that cover what was asked for. */
function spanOf(query: z.output<typeof intakeQuery>, now: Date): { from: Date; to: Date } {
  const end = query.to === undefined ? now.getTime() : Date.parse(query.to);
  const toMs = Math.ceil(end / DAY_MS) * DAY_MS;
  const fromMs =
    query.from === undefined
      ? toMs - DEFAULT_DAYS * DAY_MS
      : Math.floor(Date.parse(query.from) / DAY_MS) * DAY_MS;
  if (fromMs >= toMs) throw fault('empty-range', 'must be later than from');
  if (toMs - fromMs > SPAN_DAYS_MAX * DAY_MS) {
    throw fault('range-too-long', `is more than ${SPAN_DAYS_MAX} days after from`);
  }
  return { from: new Date(fromMs), to: new Date(toMs) };
}

function fault(code: string, detail: string): Error {
  return invalidRequest([{ pointer: '/query/to', code, detail }]);
}
