/**
 * A half-open period `[from, to)` written the way people do, with its last day inside: "1–30 Sept
 * 2026". In UTC, because the ledger's days are.
 */
export function formatDayRange(period: { from: string; to: string; locale: string }): string {
  const format = new Intl.DateTimeFormat(period.locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.formatRange(new Date(period.from), new Date(new Date(period.to).getTime() - 1));
}

/** Two instants in the page's zone, named: "21 Nov 2026, 22:00–23:00 CET". */
export function formatInstantRange(period: { from: string; to: string; locale: string }): string {
  const format = new Intl.DateTimeFormat(period.locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    hourCycle: 'h23',
  });
  return format.formatRange(new Date(period.from), new Date(period.to));
}
