import { type CostTableInput } from '@os-credits/contracts';

/** Where two versions of a draft are not the same; null = the row is not there. */
export type DraftDifference =
  | { kind: 'text'; field: 'title' | 'note' | 'effectiveFrom'; mine: string; theirs: string }
  | {
      kind: 'rate';
      metric: string;
      site: string | null;
      project: string | null;
      mine: string | null;
      theirs: string | null;
    }
  | {
      kind: 'weight';
      metric: string;
      value: string;
      mine: string | null;
      theirs: string | null;
    };

type Content = {
  title: string;
  note: string;
  effectiveFrom: string;
  rates: readonly { metric: string; site: string | null; project: string | null; rate: string }[];
  weights: readonly { metric: string; value: string; weight: string }[];
};

/** Compares what somebody would save with what somebody else saved, field by field and row by row. */
export function draftDifferences(mine: CostTableInput, theirs: Content): DraftDifference[] {
  return [
    ...textDifferences(mine, theirs),
    ...paired(mine.rates, theirs.rates, rateKey, ({ rate }) => rate).map(
      ({ row: { metric, site, project }, ...sides }) =>
        ({ kind: 'rate', metric, site, project, ...sides }) as const,
    ),
    ...paired(mine.weights, theirs.weights, weightKey, ({ weight }) => weight).map(
      ({ row: { metric, value }, ...sides }) =>
        ({ kind: 'weight', metric, value, ...sides }) as const,
    ),
  ];
}

const texts = ['title', 'note', 'effectiveFrom'] as const;

function textDifferences(mine: CostTableInput, theirs: Content): DraftDifference[] {
  return texts
    .filter((field) => mine[field] !== theirs[field])
    .map((field) => ({ kind: 'text', field, mine: mine[field], theirs: theirs[field] }));
}

const rateKey = (row: Content['rates'][number]): string =>
  JSON.stringify([row.metric, row.site, row.project]);
const weightKey = (row: Content['weights'][number]): string =>
  JSON.stringify([row.metric, row.value]);

type Pair<Row> = { row: Row; mine: string | null; theirs: string | null };

function paired<Row>(
  mine: readonly Row[],
  theirs: readonly Row[],
  keyOf: (row: Row) => string,
  amountOf: (row: Row) => string,
): Pair<Row>[] {
  const pairs = new Map<string, Pair<Row>>();
  for (const row of mine) pairs.set(keyOf(row), { row, mine: amountOf(row), theirs: null });
  for (const row of theirs) {
    const pair = pairs.get(keyOf(row)) ?? { row, mine: null, theirs: null };
    pairs.set(keyOf(row), { ...pair, theirs: amountOf(row) });
  }
  return [...pairs.values()].filter((pair) => pair.mine !== pair.theirs);
}
