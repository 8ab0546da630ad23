const dayMs = 86_400_000;

/** An instant as a `datetime-local` control wants it: the browser's zone, to the minute; '' for no instant. */
export function localMinute(instant: string): string {
  const time = new Date(instant);
  if (Number.isNaN(time.getTime())) return '';
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** The instant that a `datetime-local` control names in the browser's zone; null where it names none. */
export function instantOfLocal(text: string): string | null {
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

/** Midnight of a day in the browser's zone, or of one some days later, as an instant. */
export function instantOfDay(day: string | undefined, addDays = 0): string | undefined {
  if (day === undefined) return undefined;
  const midnight = new Date(`${day}T00:00`);
  if (Number.isNaN(midnight.getTime())) return undefined;
  // Noon of the day after is on the right day also where the clock is changed in between.
  const shifted = new Date(midnight.getTime() + addDays * dayMs + (addDays > 0 ? dayMs / 2 : 0));
  if (addDays > 0) shifted.setHours(0, 0, 0, 0);
  return shifted.toISOString();
}
