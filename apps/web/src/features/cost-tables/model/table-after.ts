import { type CostTableSummary } from '@os-credits/contracts';

/**
 * The published table that takes over from one when that is published; `null` where none does.
 *
 * The order of tables is that of the times their authors stated, whenever they were published: one that states
 * an earlier time than another gives way to it as soon as that applies.
 */
export function tableAfter<Table extends Pick<CostTableSummary, 'effectiveFrom' | 'appliesFrom'>>(
  effectiveFrom: string,
  tables: readonly Table[],
): (Table & { appliesFrom: string }) | null {
  const later = tables.flatMap((table) =>
    table.appliesFrom !== null && Date.parse(table.effectiveFrom) > Date.parse(effectiveFrom)
      ? [{ ...table, appliesFrom: table.appliesFrom }]
      : [],
  );
  return later.reduce<(typeof later)[number] | null>(
    (first, table) =>
      first === null || Date.parse(table.appliesFrom) < Date.parse(first.appliesFrom)
        ? table
        : first,
    null,
  );
}
