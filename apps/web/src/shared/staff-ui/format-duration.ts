const units = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

/** A length of time in its two largest units: "2 min 5 sec", "1 hr", "0.4 sec". */
export function formatDuration(durationSeconds: number, locale: string): string {
  const format = (value: number, unit: string, maximumFractionDigits = 0): string =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits,
    }).format(value);
  if (durationSeconds < 10) return format(Math.max(0, durationSeconds), 'second', 1);
  let rest = Math.round(durationSeconds);
  const parts: string[] = [];
  for (const { unit, seconds } of units) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(format(count, unit));
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}
