import { z } from 'zod';

/** What a decision about many things was about, as the trail keeps it. */
export type BulkSubject = {
  /** How many things changed; null where the trail does not say. */
  count: number | null;
  /** How the things were found; null where they were named one by one. */
  filter: readonly (readonly [name: string, value: string])[] | null;
  /** What became of them, without zeros. */
  outcomes: readonly { name: Outcome; count: number }[];
  /** Credits that the decision moved, as a decimal text. */
  credits: string | null;
};

export type Outcome = (typeof outcomeNames)[number];

const outcomeNames = ['releasedCount', 'dismissedCount', 'duplicateCount', 'refusedCount'] as const;
const count = z.int().optional().catch(undefined);
const afterShape = z
  .object({
    releasedCount: count,
    dismissedCount: count,
    duplicateCount: count,
    refusedCount: count,
    decidedCount: count,
    changedCount: count,
    credits: z.string().optional().catch(undefined),
  })
  .catch({});
const filterShape = z.record(z.string(), z.string());

/** Reads the subject and the outcome of a decision about readings, held charges or events. */
export function bulkSubject(subject: string, after: unknown): BulkSubject {
  const counts = afterShape.parse(after);
  const outcomes = outcomeNames.flatMap((name) => {
    const found = counts[name];
    return found === undefined || found === 0 ? [] : [{ name, count: found }];
  });
  const decided = outcomes
    .filter(({ name }) => name !== 'refusedCount')
    .reduce((sum, each) => sum + each.count, 0);
  const isCounted = outcomeNames.some((name) => counts[name] !== undefined);
  return {
    count: counts.decidedCount ?? counts.changedCount ?? (isCounted ? decided : null),
    filter: filterOf(subject),
    outcomes,
    credits: counts.credits ?? null,
  };
}

function filterOf(subject: string): BulkSubject['filter'] {
  if (!subject.startsWith('{')) return null;
  try {
    const parsed = filterShape.safeParse(JSON.parse(subject));
    return parsed.success ? Object.entries(parsed.data) : null;
  } catch {
    // Cut off by an older version: shown without what it was found by.
    return null;
  }
}
