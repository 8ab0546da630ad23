import { type ReactNode } from 'react';
import { type StatementPeriod } from './model/statement-period.js';

/** What the page hangs on the statement: it knows the addresses and who may do what. */
export type StatementLinks = {
  /** The ways to how a charge came about. */
  renderChargeLink: (chargeId: string, label: string) => ReactNode;
  /** What may be done with a posted entry; nothing where absent. */
  renderEntryAction?: ((entryId: string) => ReactNode) | undefined;
};

export type StatementFilesRenderer = (period: StatementPeriod) => ReactNode;

/** The place of an entry on the page, for links to it. */
export function entryAnchor(entryId: string): string {
  return `entry-${entryId}`;
}
