import { Injectable } from '@nestjs/common';
import { type ProjectCompletenessResponse } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { projectNotFound, ShowBalance, type Viewer } from '../../portal/index.js';
import { BrowseHeldCharges } from './browse-held-charges.js';
import { ProjectSeriesReader, type ProjectSeriesRow } from './project-series.ports.js';

const DAY_MS = 86_400_000;
/** As for gaps: three times the rhythm, and never less than a quarter of an hour. */
const LATE_RHYTHMS = 3;
const LATE_MS_MIN = 900_000;

/** Why the usage of a project is complete to where it is. */
@Injectable()
export class ShowProjectCompleteness {
  constructor(
    private readonly balance: ShowBalance,
    private readonly series: ProjectSeriesReader,
    private readonly heldCharges: BrowseHeldCharges,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `project-not-found` */
  async run(viewer: Viewer, name: string): Promise<ProjectCompletenessResponse> {
    const rows = await this.series.find({ viewer, name });
    if (rows === null) throw projectNotFound(name);
    const { asOf } = await this.balance.run(viewer, name, undefined);
    const heldCharges = await this.heldCharges.total('held', { project: name });
    const readAtMs = rows.flatMap((row) => row.lastReadingAt ?? []).map((at) => Date.parse(at));
    const newestMs = Math.max(...readAtMs);
    const nowMs = this.clock.now().getTime();
    return {
      project: name,
      asOf,
      series: rows.map((row) => ({
        ...row,
        rhythmSeconds: row.rhythmSeconds === null ? null : Number(row.rhythmSeconds),
        state: stateOf(row, newestMs, nowMs),
      })),
      heldCharges,
    };
  }
}

/** A day behind the newest one of the project a series holds nothing back any more: projects change. */
function stateOf(
  { lastReadingAt, rhythmSeconds }: ProjectSeriesRow,
  newestMs: number,
  nowMs: number,
): ProjectCompletenessResponse['series'][number]['state'] {
  if (lastReadingAt === null) return 'silent';
  const lastMs = Date.parse(lastReadingAt);
  if (lastMs <= newestMs - DAY_MS) return 'silent';
  const allowedMs = Math.max(LATE_RHYTHMS * Number(rhythmSeconds ?? 0) * 1000, LATE_MS_MIN);
  return nowMs - lastMs > allowedMs ? 'late' : 'reporting';
}
