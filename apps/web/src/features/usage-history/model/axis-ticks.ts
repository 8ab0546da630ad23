const stepCount = 4;

/** Round numbers around the values and zero, lowest first; for a chart's axis, not for amounts. */
export function axisTicks(values: readonly number[]): number[] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const step = roundStep((high - low) / stepCount || 1);
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** The next of 1, 2, 2.5, 5 and 10 at the size of the step. */
function roundStep(step: number): number {
  const size = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * size >= step) ?? 10;
  return factor * size;
}
