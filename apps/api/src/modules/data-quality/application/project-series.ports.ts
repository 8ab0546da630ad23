import { type ProjectRequest } from '../../portal/index.js';

export interface ProjectSeriesRow {
  readonly site: string;
  readonly metric: string;
  readonly metricFriendlyName: string;
  readonly lastReadingAt: string | null;
  /** Decimal text. */
  readonly rhythmSeconds: string | null;
}

export abstract class ProjectSeriesReader {
  /** `null` where there is no such project for the viewer. */
  abstract find(request: ProjectRequest): Promise<ProjectSeriesRow[] | null>;
}
