import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { JobType, type JobContext, type JobOutcome } from '../application/job-type.js';

const parameters = z.object({
  steps: z
    .int()
    .min(1)
    .max(1000)
    .default(20)
    .meta({ titles: { en: 'Steps', de: 'Schritte' } }),
  stepMs: z
    .int()
    .min(0)
    .max(60_000)
    .default(250)
    .meta({ titles: { en: 'Milliseconds per step', de: 'Millisekunden je Schritt' } }),
  failAt: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({
      titles: { en: 'Fail at step', de: 'Fehler bei Schritt' },
      descriptions: { en: 'Leave empty to succeed', de: 'Leer lassen, um zu gelingen' },
    }),
  children: z
    .int()
    .min(0)
    .max(10)
    .default(0)
    .meta({ titles: { en: 'Jobs below this one', de: 'Aufträge unter diesem' } }),
  ignoresCancel: z
    .boolean()
    .default(false)
    .meta({
      titles: { en: 'Ignores being cancelled', de: 'Ignoriert den Abbruch' },
    }),
});
const result = z.object({
  steps: z.int().meta({ titles: { en: 'Steps', de: 'Schritte' } }),
  children: z.int().meta({ titles: { en: 'Jobs below this one', de: 'Aufträge unter diesem' } }),
});
interface Checkpoint {
  readonly step: number;
}

/** Press a button, see it work: steps with progress, log, checkpoint; on demand it fails or has children. */
@Injectable()
export class DemoJob extends JobType<typeof parameters, typeof result, Checkpoint> {
  readonly type = 'demo';
  readonly title = { en: 'Demonstration', de: 'Vorführung' };
  readonly description = {
    en: 'Counts steps for some seconds, so that one can see jobs work. Changes nothing.',
    de: 'Zählt einige Sekunden lang Schritte, damit man Aufträge arbeiten sieht. Ändert nichts.',
  };
  readonly parameters = parameters;
  readonly result = result;
  readonly resultView = 'counts';
  readonly permission = 'operations:write';
  readonly isDryRunnable = true;
  readonly retry = { attemptsMax: 1, delaySeconds: 1 };
  override readonly concurrency = 4;
  override readonly isForProduction = false;

  async run(
    context: JobContext<z.output<typeof parameters>, Checkpoint>,
  ): Promise<JobOutcome<z.input<typeof result>>> {
    const { steps, stepMs, failAt, children, ignoresCancel } = context.parameters;
    const phase = { en: 'Counting', de: 'Zählt' };
    const from = context.checkpoint?.step ?? 0;
    context.log(
      'info',
      from === 0
        ? { en: `${steps} steps to do`, de: `${steps} Schritte zu tun` }
        : { en: `goes on after step ${from}`, de: `geht nach Schritt ${from} weiter` },
    );
    if (from === 0) await this.startChildren(context, children);
    for (let step = from + 1; step <= steps; step += 1) {
      if (!ignoresCancel) context.signal.throwIfAborted();
      await delay(stepMs, undefined, ignoresCancel ? {} : { signal: context.signal });
      if (step === failAt) throw new Error(`Step ${step} failed, as it was told to.`);
      const line = { en: `step ${step} of ${steps}`, de: `Schritt ${step} von ${steps}` };
      context.log('info', line);
      context.progress({ done: step, total: steps, phase });
      await context.saveCheckpoint({ step });
    }
    return { kind: 'done', result: { steps, children } };
  }

  private async startChildren(
    context: JobContext<z.output<typeof parameters>, Checkpoint>,
    count: number,
  ): Promise<void> {
    for (let index = 1; index <= count; index += 1) {
      const { stepMs, steps } = context.parameters;
      // Each has other parameters than its siblings: they are different work.
      await context.startChild({ type: 'demo', parameters: { steps: steps + index, stepMs } });
    }
  }
}
