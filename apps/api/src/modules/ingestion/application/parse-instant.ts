/**
 * An ISO 8601 instant with its offset as microseconds since the epoch; further decimals are cut off.
 * @returns `null` when it is anything else, such as a time without an offset
 */
export function parseInstantMicros(text: string): number | null {
  const match =
    /^(\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = '', offset = ''] = match;
  const milliseconds = Date.parse(`${whole}${offset}`);
  // The 30th of February would be taken for the 2nd of March.
  const local = new Date(`${whole}Z`);
  if (Number.isNaN(milliseconds) || Number.isNaN(local.getTime())) return null;
  if (!local.toISOString().startsWith(whole)) return null;
  return milliseconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}
