import { type CostTable } from '@os-credits/contracts';
import { alreadyPublished, versionConflict } from './credit-rules.errors.js';

/** @throws DomainError `cost-table-published` */
export function requireDraft(table: CostTable): void {
  if (table.published !== null) throw alreadyPublished(table.title, table.published);
}

/** @throws DomainError `version-conflict`, with the table as it is now */
export function requireVersion(table: CostTable, yourVersion: number): void {
  if (table.version === yourVersion) return;
  throw versionConflict(`"${table.title}"`, {
    yourVersion,
    currentVersion: table.version,
    changedAt: table.changedAt,
    changedBy: table.changedBy,
    current: table,
  });
}
