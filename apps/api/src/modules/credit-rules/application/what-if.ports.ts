import { type Principal } from '../../auth/index.js';

/** One series with what it used in the window. */
export interface RunningSeries {
  readonly site: string;
  readonly metric: string;
  readonly friendlyName: string;
  readonly unit: string;
  readonly quantity: string;
}

/** A project with what it runs; decimals are text. */
export interface RunningProject {
  readonly name: string;
  readonly remaining: string;
  readonly asOf: string | null;
  /** Days `[from, to)`; may be empty or turned round for a young project. */
  readonly windowFrom: string | null;
  readonly windowTo: string | null;
  readonly series: readonly RunningSeries[];
}

export abstract class RunningProjectReader {
  /** `null` where there is no such project, or the principal may not see it. */
  abstract find(principal: Principal, name: string): Promise<RunningProject | null>;
}
