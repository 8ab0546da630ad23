/** Names one charge: a series' use in one hour under one cost table. */
export interface ChargeKey {
  readonly seriesId: number;
  /** Start of the hour, ISO 8601 UTC. */
  readonly hour: string;
  readonly costTableId: number;
}

/** `12.2026112213.1`: the same while the charge is open and after it was posted. */
export function toChargeId({ seriesId, hour, costTableId }: ChargeKey): string {
  return `${seriesId}.${hour.slice(0, 13).replace(/[-T]/g, '')}.${costTableId}`;
}

/** The key in an id that has the contract's shape; `null` where it names no hour of the calendar. */
export function fromChargeId(id: string): ChargeKey | null {
  const [series = '', stamp = '', table = ''] = id.split('.');
  const text = `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}T${stamp.slice(8, 10)}:00:00.000Z`;
  const key = { seriesId: Number(series), hour: text, costTableId: Number(table) };
  const isHour =
    Number(stamp.slice(0, 4)) > 0 &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString() === text;
  return isHour && isId(key.seriesId) && isId(key.costTableId) ? key : null;
}

/** Fits the database's `int`. */
function isId(id: number): boolean {
  return Number.isSafeInteger(id) && id <= 2_147_483_647;
}
