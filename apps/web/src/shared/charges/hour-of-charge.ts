/**
 * Start of the hour that a charge belongs to, taken from its id, `{series}.{YYYYMMDDHH}.{cost table}`
 * (an entry itself is dated at the end of its hour).
 */
export function hourOfCharge(chargeId: string): string {
  const hour = /^\d+\.(\d{4})(\d{2})(\d{2})(\d{2})\.\d+$/.exec(chargeId);
  if (!hour) throw new RangeError(`"${chargeId}" is not a charge id such as "12.2026112213.1".`);
  return `${hour[1]}-${hour[2]}-${hour[3]}T${hour[4]}:00:00.000Z`;
}
