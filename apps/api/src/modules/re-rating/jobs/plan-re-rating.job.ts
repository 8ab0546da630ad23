import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, type JobContext, type JobOutcome } from '../../jobs/index.js';
import { ComputePlan } from '../application/compute-plan.use-case.js';

const parameters = z.object({
  plan: z.uuid().meta({ titles: { en: 'Re-rating plan', de: 'Neubewertungsplan' } }),
});
const result = z.object({
  projectCount: z.int().meta({ titles: { en: 'Projects', de: 'Projekte' } }),
  entryCount: z.int().meta({ titles: { en: 'Entries', de: 'Buchungen' } }),
});

/** Computes what a plan would change, for somebody to review. */
@Injectable()
export class PlanReRatingJob extends JobType<typeof parameters, typeof result> {
  readonly type = 'plan-re-rating';
  readonly title = { en: 'Compute a re-rating plan', de: 'Neubewertungsplan berechnen' };
  readonly description = {
    en: 'Computes for every project what a late cost table, a fixed unit or dismissed readings would change. Posts nothing.',
    de: 'Berechnet für jedes Projekt, was eine verspätete Kostentabelle, eine berichtigte Einheit oder verworfene Zählerstände ändern würden. Bucht nichts.',
  };
  readonly parameters = parameters;
  readonly result = result;
  readonly resultView = 'counts';
  readonly permission = 'ledger:write';
  readonly isDryRunnable = false;
  readonly retry = { attemptsMax: 3, delaySeconds: 5 };

  constructor(private readonly compute: ComputePlan) {
    super();
  }

  async run(
    context: JobContext<z.output<typeof parameters>, never>,
  ): Promise<JobOutcome<z.input<typeof result>>> {
    const phase = { en: 'Computing', de: 'Berechnen' };
    const computed = await this.compute.execute(context.parameters.plan, (done, total) => {
      context.signal.throwIfAborted();
      context.progress({ done, total, phase });
    });
    const { entryCount, projectCount } = computed;
    context.log('info', {
      en: `${entryCount} entries in ${projectCount} projects`,
      de: `${entryCount} Buchungen in ${projectCount} Projekten`,
    });
    return { kind: 'done', result: computed };
  }
}
