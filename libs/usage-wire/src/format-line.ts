/** One line of InfluxDB line protocol. */
export interface WrittenLine {
  readonly measurement: string;
  readonly tags?: readonly (readonly [key: string, value: string])[];
  /** Values as they shall be written: `1.5`, `5i`, `true`; or a text that becomes a string. */
  readonly fields: readonly (readonly [key: string, value: string | { readonly text: string }])[];
  /** Integer in the precision of the request. */
  readonly timestamp?: string | number | bigint;
}

/**
 * Writes a line with all escapes, without a line feed.
 *
 * @throws RangeError for a name that line protocol cannot express: empty, with a line feed, or with
 *   a backslash at its end (which would escape the separator)
 */
export function formatLine({ measurement, tags = [], fields, timestamp }: WrittenLine): string {
  const key = [
    escapeName(measurement, /[, ]/g),
    ...tags.map(([tag, value]) => `${escapeName(tag, /[,= ]/g)}=${escapeName(value, /[,= ]/g)}`),
  ].join(',');
  const set = fields
    .map(([field, value]) => `${escapeName(field, /[,= ]/g)}=${formatValue(value)}`)
    .join(',');
  return timestamp === undefined ? `${key} ${set}` : `${key} ${set} ${String(timestamp)}`;
}

function formatValue(value: string | { readonly text: string }): string {
  return typeof value === 'string' ? value : `"${value.text.replace(/["\\]/g, '\\$&')}"`;
}

function escapeName(name: string, special: RegExp): string {
  // A backslash before a special character would come back as an escape of it.
  if (name === '' || /[\n\r]|\\$|\\[,= ]/.test(name)) {
    throw new RangeError(`line protocol cannot express the name ${JSON.stringify(name)}`);
  }
  return name.replace(special, '\\$&');
}
