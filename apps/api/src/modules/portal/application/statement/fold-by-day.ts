import { Decimal } from '@os-credits/credits';
import { type LedgerEntry } from '@os-credits/contracts';

const DAY_MS = 86_400_000;

/** A line of a document: an entry, or the charges of one UTC day and series. */
export interface DocumentLine {
  readonly kind: LedgerEntry['kind'];
  readonly isOpen: boolean;
  /** When it takes effect. A folded line: the end of its day. */
  readonly at: string;
  /** `YYYY-MM-DD` of a folded line. */
  readonly day: string | null;
  readonly credits: string;
  readonly balanceAfter: string;
  readonly charge: {
    readonly site: string;
    readonly metric: string;
    readonly metricFriendlyName: string;
    readonly unit: string;
    readonly quantity: string;
    /** `null` where entries of several rates were folded. */
    readonly rate: string | null;
    readonly costTable: string | null;
  } | null;
  readonly entry: LedgerEntry | null;
}

/** An entry as a line of its own. */
export function lineOf(entry: LedgerEntry): DocumentLine {
  const { charge } = entry;
  return {
    kind: entry.kind,
    isOpen: entry.isOpen,
    at: entry.effectiveAt,
    day: null,
    credits: entry.credits,
    balanceAfter: entry.balanceAfter,
    charge: charge && { ...charge, costTable: charge.costTable.title },
    entry,
  };
}

interface Fold {
  readonly first: DocumentLine & { readonly charge: NonNullable<DocumentLine['charge']> };
  readonly credits: Decimal;
  readonly quantity: Decimal;
  readonly isOpen: boolean;
  readonly rate: string | null;
  readonly costTable: string | null;
}

/**
 * Folds the charges of each UTC day and series into one line at the end of the day, as the statement on the
 * screen does; other entries stand alone at their time. Takes entries in order of their effect.
 */
export async function* foldByDay(
  entries: AsyncIterable<LedgerEntry>,
  opening: Decimal,
): AsyncGenerator<DocumentLine> {
  let balance = opening;
  let day: number | null = null;
  let folds = new Map<string, Fold>();
  const flush = function* (): Generator<DocumentLine> {
    for (const fold of [...folds.values()].sort(bySeries)) {
      balance = balance.plus(fold.credits);
      yield folded(fold, day ?? 0, balance);
    }
    folds = new Map();
  };
  for await (const entry of entries) {
    const entryDay = dayOf(entry.effectiveAt);
    if (day !== null && entryDay > day) yield* flush();
    day = entryDay;
    const line = lineOf(entry);
    if (line.charge === null) {
      balance = balance.plus(Decimal.of(entry.credits));
      yield { ...line, balanceAfter: balance.toString() };
    } else {
      const [key = ''] = (entry.charge?.chargeId ?? '').split('.', 1);
      folds.set(key, add(folds.get(key), { ...line, charge: line.charge }));
    }
  }
  yield* flush();
}

/** An entry exactly at midnight belongs to the day that ends there. */
function dayOf(instant: string): number {
  return Math.floor((Date.parse(instant) - 1) / DAY_MS) * DAY_MS;
}

function add(fold: Fold | undefined, line: Fold['first']): Fold {
  const quantity = Decimal.of(line.charge.quantity);
  const credits = Decimal.of(line.credits);
  if (fold === undefined) {
    const { rate, costTable } = line.charge;
    return { first: line, credits, quantity, isOpen: line.isOpen, rate, costTable };
  }
  return {
    first: fold.first,
    credits: fold.credits.plus(credits),
    quantity: fold.quantity.plus(quantity),
    isOpen: fold.isOpen || line.isOpen,
    rate: fold.rate === line.charge.rate ? fold.rate : null,
    costTable: fold.costTable === line.charge.costTable ? fold.costTable : null,
  };
}

function folded(fold: Fold, dayMs: number, balance: Decimal): DocumentLine {
  return {
    kind: 'charge',
    isOpen: fold.isOpen,
    at: new Date(dayMs + DAY_MS).toISOString(),
    day: new Date(dayMs).toISOString().slice(0, 10),
    credits: fold.credits.toString(),
    balanceAfter: balance.toString(),
    charge: {
      ...fold.first.charge,
      quantity: fold.quantity.toString(),
      rate: fold.rate,
      costTable: fold.costTable,
    },
    entry: null,
  };
}

function bySeries(a: Fold, b: Fold): number {
  return (
    a.first.charge.site.localeCompare(b.first.charge.site, 'en') ||
    a.first.charge.metric.localeCompare(b.first.charge.metric, 'en')
  );
}
