/** A JSON value to compare an answer with: members that it does not list are free. */
export type Pattern = string | number | boolean | null | readonly Pattern[] | PatternObject;
export interface PatternObject {
  readonly [member: string]: Pattern;
}

/**
 * Where `actual` is not what `expected` says; empty when it matches. Of objects the listed members must be
 * equal. Of arrays each expected item must match an actual item of its own; further ones are free.
 */
export function mismatches(expected: Pattern, actual: unknown, place = '$'): string[] {
  if (isList(expected)) {
    if (!Array.isArray(actual)) return [`${place}: expected a list, got ${show(actual)}`];
    return canPair(expected, actual as unknown[])
      ? []
      : [`${place}: no item for each of ${show(expected)} in ${show(actual)}`];
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual))
      return [`${place}: expected an object, got ${show(actual)}`];
    return Object.entries(expected).flatMap(([member, value]) =>
      Object.hasOwn(actual, member)
        ? mismatches(value, (actual as Record<string, unknown>)[member], `${place}.${member}`)
        : [`${place}.${member}: is missing`],
    );
  }
  return Object.is(expected, actual)
    ? []
    : [`${place}: expected ${show(expected)}, got ${show(actual)}`];
}

function isList(pattern: Pattern): pattern is readonly Pattern[] {
  return Array.isArray(pattern);
}

/** Tries every choice: an item may match several patterns, and the first one that fits may be wrong. */
function canPair(expected: readonly Pattern[], actual: readonly unknown[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return true;
  return actual.some(
    (item, index) =>
      mismatches(first, item).length === 0 && canPair(rest, actual.toSpliced(index, 1)),
  );
}

const SHOWN_CHARACTERS = 300;

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, SHOWN_CHARACTERS);
}
