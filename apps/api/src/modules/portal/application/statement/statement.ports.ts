import { type EntryRow, type ProjectRequest } from '../portal.ports.js';

export interface StatementRangeRequest extends ProjectRequest {
  /** ISO 8601; `null` = since the account began. */
  readonly from: string | null;
  readonly to: string;
  /** Open charges count in full at every instant within the running hour, which begins here. */
  readonly runningHour: string;
}

/** The account at the edges of a range. */
export interface StatementHeaderRow {
  readonly name: string;
  /** Balance at `from`; 0 where there is none. */
  readonly opening: string;
  readonly firstReadingAt: string | null;
  /** Usage is complete to this instant. */
  readonly completeTo: string | null;
}

/** A line of a range; the running balance is added up from the opening one. */
export type StatementEntryRow = Omit<EntryRow, 'balanceAfter'>;

/** Reads a range of an account as one snapshot, however long it takes. */
export abstract class StatementSource {
  /**
   * @param consume given the header and the lines, oldest first; its result is passed on
   * @returns `null` where there is no such project for the viewer
   */
  abstract read<Result>(
    request: StatementRangeRequest,
    consume: (
      header: StatementHeaderRow,
      lines: AsyncIterable<StatementEntryRow>,
    ) => Promise<Result>,
  ): Promise<Result | null>;
}
