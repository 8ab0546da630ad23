const colorCount = 6;

/** Colour of the n-th group; beyond six they repeat, and legend and table tell them apart. */
export function seriesColor(index: number): string {
  return `var(--series-${(index % colorCount) + 1})`;
}
