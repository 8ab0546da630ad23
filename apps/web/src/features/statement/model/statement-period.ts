import { type StatementParams } from '../statement.params.js';

/** Whole UTC days; an open side is left out, and so is an end that has not come yet. */
export type StatementPeriod = { from?: string; to?: string };

const dayMs = 86_400_000;

/** Turns the address into a period; a custom one that ends before it begins shows everything. */
export function statementPeriod(params: StatementParams, nowMs: number): StatementPeriod {
  const now = new Date(nowMs);
  const monthStart = (offset: number): number =>
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1);
  switch (params.booked) {
    case 'all':
      return {};
    case 'this-month':
      return periodOf(monthStart(0), undefined, nowMs);
    case 'last-month':
      return periodOf(monthStart(-1), monthStart(0), nowMs);
    case 'custom': {
      const { bookedFrom, bookedTo } = params;
      if (isReversed(params)) return {};
      return periodOf(
        bookedFrom === undefined ? undefined : Date.parse(bookedFrom),
        bookedTo === undefined ? undefined : Date.parse(bookedTo) + dayMs,
        nowMs,
      );
    }
  }
}

/** True when the last day of a custom period lies before its first. */
export function isReversed({ bookedFrom, bookedTo }: StatementParams): boolean {
  return bookedFrom !== undefined && bookedTo !== undefined && bookedFrom > bookedTo;
}

function periodOf(
  fromMs: number | undefined,
  toMs: number | undefined,
  nowMs: number,
): StatementPeriod {
  return {
    ...(fromMs === undefined ? {} : { from: new Date(fromMs).toISOString() }),
    ...(toMs === undefined || toMs > nowMs ? {} : { to: new Date(toMs).toISOString() }),
  };
}
