/** Which projects statements are made for. */
export interface StatementProjectsFilter {
  /** `null` = any. */
  readonly status: 'active' | 'inactive' | 'unverified' | null;
  /** `null` = all. */
  readonly project: string | null;
}

export abstract class StatementProjects {
  /** Names in order, behind one. */
  abstract namesAfter(
    filter: StatementProjectsFilter,
    name: string | null,
    limit: number,
  ): Promise<string[]>;
  abstract count(filter: StatementProjectsFilter): Promise<number>;
}
