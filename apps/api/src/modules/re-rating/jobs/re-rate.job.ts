import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, type JobContext, type JobOutcome } from '../../jobs/index.js';
import { ApplyPlan } from '../application/apply-plan.use-case.js';

const parameters = z.object({
  plan: z.uuid().meta({ titles: { en: 'Re-rating plan', de: 'Neubewertungsplan' } }),
});
const result = z.object({
  outcome: z.enum(['applied', 'already-applied', 'fits', 'outdated']).meta({
    titles: { en: 'Outcome', de: 'Ergebnis' },
    optionTitles: {
      applied: { en: 'Posted', de: 'Gebucht' },
      'already-applied': { en: 'Was posted before', de: 'War schon gebucht' },
      fits: { en: 'Fits; nothing was posted', de: 'Passt; nichts wurde gebucht' },
      outdated: { en: 'No longer fits', de: 'Passt nicht mehr' },
    },
  }),
  entryCount: z.int().meta({ titles: { en: 'Entries', de: 'Buchungen' } }),
});

/** Applies an approved re-rating plan: all of its entries, or none. */
@Injectable()
export class ReRateJob extends JobType<typeof parameters, typeof result> {
  readonly type = 're-rate';
  readonly title = { en: 'Re-rate a past period', de: 'Vergangenen Zeitraum neu bewerten' };
  readonly description = {
    en: 'Posts the entries of an approved plan, all of them or none. Refused where the ledger changed since it was computed.',
    de: 'Bucht die Einträge eines freigegebenen Plans, alle oder keinen. Abgelehnt, wenn sich die Buchungen seit der Berechnung geändert haben.',
  };
  readonly parameters = parameters;
  readonly result = result;
  readonly resultView = 'generic';
  readonly permission = 'ledger:write';
  readonly isDryRunnable = true;
  readonly retry = { attemptsMax: 3, delaySeconds: 5 };

  constructor(private readonly apply: ApplyPlan) {
    super();
  }

  async run(
    context: JobContext<z.output<typeof parameters>, never>,
  ): Promise<JobOutcome<z.input<typeof result>>> {
    const phase = { en: 'Checking that it still fits', de: 'Prüfen, ob er noch passt' };
    const { plan } = context.parameters;
    const applied = await this.apply.execute(plan, context.isDryRun, (done, total) => {
      context.signal.throwIfAborted();
      context.progress({ done, total, phase });
    });
    if (applied.outcome === 'outdated')
      context.log('warn', {
        en: 'The plan no longer fits; nothing was posted.',
        de: 'Der Plan passt nicht mehr; nichts wurde gebucht.',
      });
    return { kind: 'done', result: applied };
  }
}
