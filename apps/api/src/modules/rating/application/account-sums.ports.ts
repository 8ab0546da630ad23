import type { Tx } from '../../../platform/database/index.js';

/** What stands on a project's account; `used` with what is still open. Exact decimals. */
export interface ProjectSums {
  readonly projectId: number;
  readonly projectName: string;
  readonly granted: string;
  readonly used: string;
  readonly remaining: string;
}

export abstract class AccountSumsReader {
  /** By project id; nobody else moves these accounts until the transaction ends. */
  abstract lockSums(tx: Tx, projectIds: readonly number[]): Promise<ProjectSums[]>;
}
