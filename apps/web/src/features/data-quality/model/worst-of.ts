type Hour = { hour: string; shareReceived: string | null };

/**
 * At most `countMax` hours that stand for all of them, in order: of each part the one with the least
 * received, so that a gap of an hour in a month still shows.
 */
export function worstOf<T extends Hour>(hours: readonly T[], countMax: number): T[] {
  const perPart = Math.ceil(hours.length / countMax);
  if (perPart <= 1) return [...hours];
  const worst: T[] = [];
  for (let start = 0; start < hours.length; start += perPart) {
    const part = hours.slice(start, start + perPart);
    const expected = part.filter(({ shareReceived }) => shareReceived !== null);
    const lowest = expected.reduce<T | undefined>(
      (low, hour) =>
        low === undefined || Number(hour.shareReceived) < Number(low.shareReceived) ? hour : low,
      undefined,
    );
    const shown = lowest ?? part[0];
    if (shown) worst.push(shown);
  }
  return worst;
}
