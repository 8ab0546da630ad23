/** The zone that instants are shown in: the browser's own. */
export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

type Style =
  | 'clock'
  | 'date'
  | 'date-short'
  | 'time'
  | 'date-time'
  | 'date-time-second'
  | 'date-time-zone'
  | 'hour'
  | 'month';

const styles: Record<Style, Intl.DateTimeFormatOptions> = {
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  'date-short': { day: 'numeric', month: 'short' },
  clock: { hour: '2-digit', minute: '2-digit' },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  'date-time': {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  },
  'date-time-second': {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
  'date-time-zone': {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  },
  hour: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  month: { month: 'short', year: 'numeric' },
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** An instant in the reader's language and the given zone (days of the ledger are UTC days). */
export function formatTime(options: {
  instant: string;
  style: Style;
  locale: string;
  zone?: string;
}): string {
  const zone = options.zone ?? browserZone;
  const key = `${options.locale}|${options.style}|${zone}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(options.locale, {
      ...styles[options.style],
      timeZone: zone,
      hourCycle: 'h23',
    });
    formatters.set(key, formatter);
  }
  return formatter.format(new Date(options.instant));
}

const relativeUnits = [
  { unit: 'day', lengthMs: 86_400_000 },
  { unit: 'hour', lengthMs: 3_600_000 },
  { unit: 'minute', lengthMs: 60_000 },
] as const;

/** "3 minutes ago", in whole units; under a minute "now". Only ever an extra to an absolute time. */
export function formatRelative(options: {
  instant: string;
  nowMs: number;
  locale: string;
}): string {
  const distanceMs = new Date(options.instant).getTime() - options.nowMs;
  const relative = new Intl.RelativeTimeFormat(options.locale, { numeric: 'auto' });
  for (const { unit, lengthMs } of relativeUnits) {
    const count = Math.trunc(distanceMs / lengthMs);
    if (count !== 0) return relative.format(count, unit);
  }
  return relative.format(0, 'second');
}
