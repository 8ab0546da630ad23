/** SVG paths of a line and the area beneath it, from zero at the bottom; null below two values. */
export function sparklinePath(
  values: readonly number[],
  size: { widthPixels: number; heightPixels: number },
): { line: string; area: string } | null {
  if (values.length < 2) return null;
  const padding = 2;
  const highest = Math.max(...values, 0);
  const step = size.widthPixels / (values.length - 1);
  const drawn = size.heightPixels - 2 * padding;
  const points = values.map((value, index) => {
    const height = highest === 0 ? 0 : (Math.max(value, 0) / highest) * drawn;
    return `${round(index * step)},${round(size.heightPixels - padding - height)}`;
  });
  const line = `M${points.join('L')}`;
  return { line, area: `${line}L${size.widthPixels},${size.heightPixels}L0,${size.heightPixels}Z` };
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
