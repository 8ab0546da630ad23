import { type CostTable } from '@os-credits/contracts';

/** How the audit trail names a cost table. */
export function subjectOf(table: Pick<CostTable, 'id' | 'title'>) {
  return { subjectKind: 'cost-table', subject: String(table.id), subjectTitle: table.title };
}

/** What a person decides about a cost table, for the audit trail. */
export function contentOf(table: CostTable) {
  const { title, note, effectiveFrom, appliesFrom, version, rates, weights } = table;
  return { title, note, effectiveFrom, appliesFrom, version, rates, weights };
}
