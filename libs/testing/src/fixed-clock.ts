/** A clock that stands still until a test moves it. */
export interface FixedClock {
  /** The current instant, as a new `Date` each time. */
  now(): Date;
  /** Moves the clock forward by an amount of milliseconds. */
  advance(durationMs: number): void;
  /** Sets the clock to an instant, also an earlier one. */
  set(instant: Date | string): void;
}

/** Makes a clock that stands at the given instant (ISO 8601 or a `Date`). */
export function fixedClock(start: Date | string = '2026-01-01T00:00:00Z'): FixedClock {
  let currentMs = instantMs(start);
  return {
    now: () => new Date(currentMs),
    advance: (durationMs) => {
      currentMs += durationMs;
    },
    set: (instant) => {
      currentMs = instantMs(instant);
    },
  };
}

function instantMs(instant: Date | string): number {
  const result = new Date(instant).getTime();
  if (Number.isNaN(result)) throw new Error(`Not an instant: ${String(instant)}`);
  return result;
}
