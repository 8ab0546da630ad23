const units = [
  { symbol: null, seconds: 86_400 },
  { symbol: 'h', seconds: 3600 },
  { symbol: 'min', seconds: 60 },
  { symbol: 's', seconds: 1 },
] as const;

const noBreak = '\u00a0';

/**
 * A length of time in its largest unit and the one below it, where that is not 0: "2 min 5 s", "1 h",
 * "0.4 s". Symbols of SI are the same in every language and have no plural; only days are words.
 */
export function formatDuration(durationSeconds: number, locale: string): string {
  if (durationSeconds < 10) {
    const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    return `${exact.format(Math.max(0, durationSeconds))}${noBreak}s`;
  }
  const whole = Math.round(durationSeconds);
  const largest = units.findIndex(({ seconds }) => seconds <= whole);
  let rest = whole;
  const parts: string[] = [];
  for (const { symbol, seconds } of units.slice(largest, largest + 2)) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count === 0) continue;
    parts.push(symbol === null ? days(count, locale) : `${count}${noBreak}${symbol}`);
  }
  return parts.join(' ');
}

function days(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' })
    .format(count)
    .replace(' ', noBreak);
}
