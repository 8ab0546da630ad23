import { Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { type BalanceResponse } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { projectNotFound } from './portal.errors.js';
import { BalanceReader } from './portal.ports.js';
import { type Viewer } from './viewer.js';

const HOUR_MS = 3_600_000;

@Injectable()
export class ShowBalance {
  constructor(
    private readonly reader: BalanceReader,
    private readonly clock: Clock,
  ) {}

  /** @param at now where left out */
  async run(viewer: Viewer, name: string, at: string | undefined): Promise<BalanceResponse> {
    const nowMs = this.clock.now().getTime();
    const atMs = at === undefined ? nowMs : Date.parse(at);
    const runningHourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
    const instant = new Date(atMs).toISOString();
    const isCurrent = atMs > runningHourMs;
    const row = await this.reader.find({ viewer, name, at: instant, isCurrent });
    if (row === null) throw projectNotFound(name);
    const granted = Decimal.of(row.granted);
    const open = Decimal.of(row.open);
    const used = Decimal.of(row.posted).plus(open);
    return {
      project: row.name,
      at: instant,
      granted: granted.toString(),
      used: used.toString(),
      usedOpen: open.toString(),
      remaining: granted.minus(used).toString(),
      asOf: asOf(row.firstReadingAt, row.completeTo, instant),
    };
  }
}

/** Usage is complete to the instant asked for, but no further than the readings reach. */
export function asOf(first: string | null, completeTo: string | null, at: string): string | null {
  if (first === null || completeTo === null || Date.parse(first) > Date.parse(at)) return null;
  return Date.parse(completeTo) <= Date.parse(at) ? completeTo : at;
}
