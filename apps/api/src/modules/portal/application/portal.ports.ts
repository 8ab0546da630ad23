import { type Viewer } from './viewer.js';

/** What a project's card shows, as the database has it; numbers are decimal text. */
export interface OverviewRow {
  readonly name: string;
  readonly status: 'unverified' | 'active' | 'inactive';
  readonly granted: string;
  readonly used: string;
  readonly usedOpen: string;
  readonly remaining: string;
  readonly sites: readonly string[];
  readonly asOf: string | null;
  readonly firstReadingAt: string | null;
  /** Days `[paceFrom, paceTo)` that `paceCredits` were used in; may be empty or turned round. */
  readonly paceFrom: string | null;
  readonly paceTo: string | null;
  readonly paceCredits: string;
  readonly trendDays: readonly string[];
  readonly trendCredits: readonly string[];
}

/** Sort key of a row of the list. By name, only `name` counts. */
export interface ProjectListKey {
  /** 0 = has a grant, 1 = has none */
  readonly rank: number;
  /** Used ÷ granted to 12 places, for order only. */
  readonly share: string;
  readonly name: string;
}

export interface ProjectListRequest {
  readonly viewer: Viewer;
  readonly search: string | undefined;
  readonly status: string | undefined;
  readonly sort: 'attention' | 'name';
  readonly after: ProjectListKey | null;
  readonly limit: number;
  /** First day of the trend, `YYYY-MM-DD`. */
  readonly trendFrom: string;
}

export type ProjectListRow = OverviewRow & Pick<ProjectListKey, 'rank' | 'share'>;

export abstract class ProjectListReader {
  abstract rows(request: ProjectListRequest): Promise<ProjectListRow[]>;
}
