const HOUR_MS = 3_600_000;
/** Usual scrapes and their retries have arrived and are rated by then. */
const GRACE_MS = 5 * 60_000;
/** What arrives later than this after an hour is not counted for it. */
const FINAL_AFTER_MS = 25 * HOUR_MS;
/** How far back hours are counted that nobody counted, such as while no worker ran. */
const BACK_MS = 48 * HOUR_MS;

/** An hour that was counted; `isFinal`: with what arrived within a day, and nothing of it dismissed since. */
export interface CountedHour {
  readonly hour: string;
  readonly isFinal: boolean;
}

export interface DueHour {
  readonly from: Date;
  readonly to: Date;
  readonly isFinal: boolean;
}

/** Start of the span that {@link dueHours} looks at. */
export function countsFrom(now: Date): Date {
  return new Date(Math.ceil((now.getTime() - BACK_MS) / HOUR_MS) * HOUR_MS);
}

/**
 * Hours to be counted, oldest first: those that are over, a day later once more, and of any age those whose
 * count is not final.
 */
export function dueHours(now: Date, counted: readonly CountedHour[]): DueHour[] {
  const isFinalByHour = new Map(counted.map(({ hour, isFinal }) => [Date.parse(hour), isFinal]));
  const fromMs = countsFrom(now).getTime();
  const due: DueHour[] = [...isFinalByHour]
    .filter(([ms, isFinal]) => ms < fromMs && !isFinal)
    .map(([ms]) => ({ from: new Date(ms), to: new Date(ms + HOUR_MS), isFinal: true }));
  for (let ms = fromMs; ms + HOUR_MS + GRACE_MS <= now.getTime(); ms += HOUR_MS) {
    const isFinal = ms + FINAL_AFTER_MS <= now.getTime();
    const before = isFinalByHour.get(ms);
    if (before === undefined || (isFinal && !before)) {
      due.push({ from: new Date(ms), to: new Date(ms + HOUR_MS), isFinal });
    }
  }
  return due;
}
