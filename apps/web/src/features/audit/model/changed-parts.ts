type Parts = Record<string, unknown>;

/**
 * The parts of two states that differ, so that a long table does not hide one changed rate. What is no
 * object, or is on one side only, is kept whole; of lists of rows only those that the other side lacks.
 */
export function changedParts(before: unknown, after: unknown): { before: unknown; after: unknown } {
  if (!isParts(before) || !isParts(after)) return { before, after };
  const kept: { before: Parts; after: Parts } = { before: {}, after: {} };
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[name], after[name]];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    if (Array.isArray(was) && Array.isArray(is)) {
      kept.before[name] = lacking(was, is);
      kept.after[name] = lacking(is, was);
    } else {
      if (name in before) kept.before[name] = was;
      if (name in after) kept.after[name] = is;
    }
  }
  return kept;
}

function isParts(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lacking(rows: readonly unknown[], others: readonly unknown[]): unknown[] {
  const known = new Set(others.map((row) => JSON.stringify(row)));
  return rows.filter((row) => !known.has(JSON.stringify(row)));
}
