/**
 * Reads `YYYY-MM-DD HH:MM:SS` as UTC, as Python's `strptime('%Y-%m-%d %H:%M:%S')` accepts it: one digit
 * instead of two is taken, everything else that differs is not.
 *
 * @returns ISO 8601, or `null` where it is no such time
 */
export function parseCompatDate(text: string): string | null {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2}) +(\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const parts = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
  // The 30th of February would be taken for the 2nd of March.
  const isSame = parts.join() === [year, month, day, hour, minute, second].join();
  return isSame ? date.toISOString() : null;
}

/** An instant as these clients read it; what is finer than a second is cut off. */
export function formatCompatDate(instant: string): string {
  return instant.slice(0, 19).replace('T', ' ');
}
