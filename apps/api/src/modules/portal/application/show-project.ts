import { Injectable } from '@nestjs/common';
import { type ProjectDetail } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { projectNotFound } from './portal.errors.js';
import { ProjectDetailReader } from './portal.ports.js';
import { toSummary, trendStart } from './project-summary.js';
import { type Viewer } from './viewer.js';

@Injectable()
export class ShowProject {
  constructor(
    private readonly reader: ProjectDetailReader,
    private readonly clock: Clock,
  ) {}

  async run(viewer: Viewer, name: string): Promise<ProjectDetail> {
    const now = this.clock.now();
    const row = await this.reader.find({ viewer, name, trendFrom: trendStart(now), now });
    if (row === null) throw projectNotFound(name);
    return {
      ...toSummary(row.overview, viewer, now),
      series: row.series.map((series) => ({ ...series })),
      firstUsageAt: row.overview.firstReadingAt,
    };
  }
}
