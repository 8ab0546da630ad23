import { Injectable } from '@nestjs/common';
import { projectName } from '@os-credits/contracts';
import { z } from 'zod';
import { JobType, type JobContext, type JobOutcome } from '../../jobs/index.js';
import { VerifyLedger } from '../application/verify-ledger.use-case.js';

const DIFFERENCES_SHOWN_MAX = 500;

const parameters = z.object({
  project: projectName.optional().meta({
    format: 'project',
    titles: { en: 'Project', de: 'Projekt' },
    descriptions: { en: 'Leave empty for all projects', de: 'Leer lassen für alle Projekte' },
  }),
});
const result = z.object({
  projects: z.int().meta({ titles: { en: 'Projects', de: 'Projekte' } }),
  series: z.int().meta({ titles: { en: 'Series', de: 'Reihen' } }),
  readings: z.int().meta({ titles: { en: 'Readings', de: 'Zählerstände' } }),
  differenceCount: z.int().meta({ titles: { en: 'Differences', de: 'Abweichungen' } }),
  differences: z
    .array(
      z.object({
        project: z.string().meta({ titles: { en: 'Project', de: 'Projekt' } }),
        what: z.string().meta({ titles: { en: 'What differs', de: 'Was abweicht' } }),
        expected: z
          .string()
          .meta({ titles: { en: 'By the readings', de: 'Nach den Zählerständen' } }),
        found: z.string().meta({ titles: { en: 'In the ledger', de: 'Im Kontobuch' } }),
      }),
    )
    .meta({ titles: { en: 'What differs (at most 500)', de: 'Was abweicht (höchstens 500)' } }),
});

/**
 * `verify-ledger`: the check of `cli verify` as a job. A check that finds differences did its work, so its
 * run succeeds; what it found stands in the result, in the log as warnings, and in a metric.
 */
@Injectable()
export class VerifyLedgerJob extends JobType<typeof parameters, typeof result> {
  readonly type = 'verify-ledger';
  readonly title = { en: 'Check of the ledger', de: 'Prüfung des Kontobuchs' };
  readonly description = {
    en: 'Recomputes every charge and sum from the readings and reports what differs. Changes nothing.',
    de: 'Rechnet alle Belastungen und Summen aus den Zählerständen nach und nennt jede Abweichung. Ändert nichts.',
  };
  readonly parameters = parameters;
  readonly result = result;
  readonly resultView = 'counts';
  readonly permission = 'ledger:verify';
  readonly isDryRunnable = false;
  readonly retry = { attemptsMax: 3, delaySeconds: 30 };
  override readonly priority = 'low';

  constructor(private readonly verifyLedger: VerifyLedger) {
    super();
  }

  async run(
    context: JobContext<z.output<typeof parameters>, never>,
  ): Promise<JobOutcome<z.input<typeof result>>> {
    const phase = { en: 'Checking projects', de: 'Prüft Projekte' };
    const project = context.parameters.project ?? null;
    const found = await this.verifyLedger.execute(project, (done, total) => {
      context.signal.throwIfAborted();
      context.progress({ done, total, phase });
    });
    if (project !== null && found.projectCount === 0) {
      throw new Error(`There is no project "${project}".`);
    }
    const { projectCount, seriesCount, readingCount, differences } = found;
    context.progress({ done: projectCount, total: projectCount, phase });
    for (const one of differences.slice(0, DIFFERENCES_SHOWN_MAX)) {
      context.log('warn', {
        en: `${one.project}: ${one.what} is ${one.found}, the readings say ${one.expected}`,
        de: `${one.project}: ${one.what} ist ${one.found}, nach den Zählerständen ${one.expected}`,
      });
    }
    const agrees = differences.length === 0;
    context.log(agrees ? 'info' : 'warn', {
      en:
        `${projectCount} projects, ${seriesCount} series, ${readingCount} readings: ` +
        (agrees ? 'every charge and sum agrees' : `${differences.length} differences`),
      de:
        `${projectCount} Projekte, ${seriesCount} Reihen, ${readingCount} Zählerstände: ` +
        (agrees ? 'alle Belastungen und Summen stimmen' : `${differences.length} Abweichungen`),
    });
    return {
      kind: 'done',
      result: {
        projects: projectCount,
        series: seriesCount,
        readings: readingCount,
        differenceCount: differences.length,
        differences: differences.slice(0, DIFFERENCES_SHOWN_MAX),
      },
    };
  }
}
