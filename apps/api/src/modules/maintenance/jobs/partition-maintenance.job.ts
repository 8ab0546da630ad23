import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../../../platform/clock/index.js';
import {
  CREDITS_SETTINGS,
  JOB_SETTINGS,
  type CreditsSettings,
  type JobSettings,
} from '../../../platform/config/index.js';
import { ExpiredSessions } from '../../auth/index.js';
import { JobRetention, JobType, type JobContext, type JobOutcome } from '../../jobs/index.js';
import { ReadingUpkeep } from '../../rating/index.js';

const DAY_MS = 86_400_000;
const STEPS = 4;

const parameters = z.object({});
const result = z.object({
  partitionsMade: z.int().meta({ titles: { en: 'Partitions made', de: 'Angelegte Partitionen' } }),
  partitionsDropped: z
    .int()
    .meta({ titles: { en: 'Partitions removed', de: 'Entfernte Partitionen' } }),
  jobsRemoved: z.int().meta({ titles: { en: 'Jobs removed', de: 'Entfernte Aufträge' } }),
  filesRemoved: z.int().meta({ titles: { en: 'Files removed', de: 'Entfernte Dateien' } }),
  sessionsRemoved: z.int().meta({ titles: { en: 'Sessions removed', de: 'Entfernte Sitzungen' } }),
});

/**
 * `partition-maintenance`: makes the partitions of readings that will be needed and removes what is past its
 * retention: readings, jobs with their logs and files, uploads that nobody used, expired sessions.
 */
@Injectable()
export class PartitionMaintenanceJob extends JobType<typeof parameters, typeof result> {
  readonly type = 'partition-maintenance';
  readonly title = { en: 'Maintenance', de: 'Wartung' };
  readonly description = {
    en: 'Makes partitions ahead and removes readings, jobs, files and sessions that are past their retention.',
    de: 'Legt Partitionen im Voraus an und entfernt Zählerstände, Aufträge, Dateien und Sitzungen nach ihrer Frist.',
  };
  readonly parameters = parameters;
  readonly result = result;
  readonly resultView = 'counts';
  readonly permission = 'operations:write';
  readonly isDryRunnable = true;
  readonly retry = { attemptsMax: 3, delaySeconds: 60 };

  constructor(
    private readonly readings: ReadingUpkeep,
    private readonly jobs: JobRetention,
    private readonly sessions: ExpiredSessions,
    private readonly clock: Clock,
    @Inject(CREDITS_SETTINGS) private readonly credits: CreditsSettings,
    @Inject(JOB_SETTINGS) private readonly settings: JobSettings,
  ) {
    super();
  }

  async run(
    context: JobContext<z.output<typeof parameters>, never>,
  ): Promise<JobOutcome<z.input<typeof result>>> {
    const now = this.clock.now();
    if (context.isDryRun) return { kind: 'done', result: await this.preview(context, now) };
    const before = this.limits(now);
    this.begin(context, 0, { en: 'Readings', de: 'Zählerstände' });
    const made = await this.readings.execute(now, this.credits.READING_RETENTION_DAYS);
    for (const name of made.partitionsDropped)
      context.log('info', { en: `dropped ${name}`, de: `${name} entfernt` });
    this.begin(context, 1, { en: 'Jobs', de: 'Aufträge' });
    const jobsRemoved = await this.jobs.removeEndedBefore(before.runsEnded, context.signal);
    this.begin(context, 2, { en: 'Files', de: 'Dateien' });
    const filesRemoved = await this.jobs.removeLooseFiles(before.filesCreated);
    this.begin(context, 3, { en: 'Sessions', de: 'Sitzungen' });
    const sessionsRemoved = await this.sessions.remove(now);
    context.progress({ done: STEPS, total: STEPS });
    return {
      kind: 'done',
      result: {
        partitionsMade: made.partitionsMade,
        partitionsDropped: made.partitionsDropped.length,
        jobsRemoved,
        filesRemoved,
        sessionsRemoved,
      },
    };
  }

  private async preview(
    context: JobContext<z.output<typeof parameters>, never>,
    now: Date,
  ): Promise<z.input<typeof result>> {
    const before = this.limits(now);
    const readings = await this.readings.preview(now, this.credits.READING_RETENTION_DAYS);
    for (const name of readings.partitionsDropped)
      context.log('info', { en: `would drop ${name}`, de: `würde ${name} entfernen` });
    const jobs = await this.jobs.preview(before.runsEnded, before.filesCreated);
    return {
      partitionsMade: readings.partitionsMade,
      partitionsDropped: readings.partitionsDropped.length,
      jobsRemoved: jobs.runs,
      filesRemoved: jobs.files,
      sessionsRemoved: await this.sessions.count(now),
    };
  }

  private limits(now: Date): { runsEnded: Date; filesCreated: Date } {
    return {
      runsEnded: new Date(now.getTime() - this.settings.JOB_RETENTION_DAYS * DAY_MS),
      filesCreated: new Date(now.getTime() - DAY_MS),
    };
  }

  private begin(
    context: JobContext<z.output<typeof parameters>, never>,
    done: number,
    phase: { en: string; de: string },
  ): void {
    context.signal.throwIfAborted();
    context.progress({ done, total: STEPS, phase });
    context.log('info', phase);
  }
}
