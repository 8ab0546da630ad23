import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  JobType,
  type JobContext,
  type JobOutcome,
  type JobPriority,
  type RetryPolicy,
} from '../src/modules/jobs/index.js';

const parameters = z.object({ script: z.string(), key: z.string().default('') });
const result = z.record(z.string(), z.unknown());

export type ScriptContext = JobContext<z.output<typeof parameters>, Record<string, unknown>>;
export type Script = (
  context: ScriptContext,
) => Promise<JobOutcome<Record<string, unknown>> | Record<string, unknown>>;

/** What the runs of {@link ScriptedJob} do, by the parameter `script`; a test file fills it. */
export const scripts = new Map<string, Script>();

/** A job type whose handler is a function that a test gives. */
@Injectable()
export class ScriptedJob extends JobType<
  typeof parameters,
  typeof result,
  Record<string, unknown>
> {
  readonly type: string = 'scripted';
  readonly title = { en: 'Scripted', de: 'Nach Skript' };
  readonly description = { en: 'Does what a test says.', de: 'Tut, was ein Test sagt.' };
  readonly parameters = parameters;
  readonly result = result;
  readonly resultView = 'generic';
  readonly permission = 'operations:write';
  readonly isDryRunnable = true;
  readonly retry: RetryPolicy = {
    attemptsMax: 3,
    delaySeconds: 60,
    isRetryable: (error) => error instanceof Error && error.message.startsWith('again'),
  };
  override readonly concurrency: number = 100;
  override readonly priority: JobPriority = 'normal';

  async run(context: ScriptContext): Promise<JobOutcome<Record<string, unknown>>> {
    const script = scripts.get(context.parameters.script);
    if (script === undefined) throw new Error(`There is no script ${context.parameters.script}.`);
    const outcome = await script(context);
    return 'kind' in outcome
      ? (outcome as JobOutcome<Record<string, unknown>>)
      : { kind: 'done', result: outcome };
  }
}

@Injectable()
export class SingleJob extends ScriptedJob {
  override readonly type = 'single';
  override readonly concurrency = 1;
}

@Injectable()
export class UrgentJob extends ScriptedJob {
  override readonly type = 'urgent';
  override readonly priority = 'high';
}

@Injectable()
export class LeisurelyJob extends ScriptedJob {
  override readonly type = 'leisurely';
  override readonly priority = 'low';
}

export const scriptedTypes = [
  { type: ScriptedJob },
  { type: SingleJob },
  { type: UrgentJob },
  { type: LeisurelyJob },
];

/** A door that a script waits at until the test opens it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
