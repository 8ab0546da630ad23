import { type Timestamps } from './pulled.js';

/** As maps: Perun compares without regard to the order of keys too. */
export function sameTimestamps(one: Timestamps, other: Timestamps): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && one[key] === other[key])
  );
}

/** One text for a map, the same for equal maps: `cpu=2026-11-22 13:00:00.000000, ram=…`. */
export function formatTimestamps(map: Timestamps): string {
  return Object.entries(map)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([metric, time]) => `${metric}=${time}`)
    .join(', ');
}
