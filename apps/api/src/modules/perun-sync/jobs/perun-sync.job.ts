import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { projectName } from '@os-credits/contracts';
import { DomainError } from '../../../platform/problems/index.js';
import { JobType, type JobOutcome } from '../../jobs/index.js';
import { RunSync } from '../application/run-sync.use-case.js';
import { type SyncCheckpoint, type SyncJobContext } from '../application/sync-job.js';

const parameters = z.object({
  scope: z
    .enum(['all', 'incremental'])
    .default('all')
    .meta({
      titles: { en: 'Scope', de: 'Umfang' },
      optionTitles: {
        all: { en: 'Everything', de: 'Alles' },
        incremental: {
          en: 'What the audit log of Perun names since the last run',
          de: 'Was das Protokoll von Perun seit dem letzten Lauf nennt',
        },
      },
    }),
  project: projectName.optional().meta({
    titles: { en: 'Only this project', de: 'Nur dieses Projekt' },
    format: 'project',
  }),
  refreshPeople: z
    .enum(['needed', 'all'])
    .default('needed')
    .meta({
      titles: { en: 'Leads and members', de: 'Leitungen und Mitglieder' },
      optionTitles: {
        needed: {
          en: 'Read where something says that they changed',
          de: 'Lesen, wo etwas auf eine Änderung hinweist',
        },
        all: { en: 'Read for every project', de: 'Für jedes Projekt lesen' },
      },
    }),
});

const result = z.object({
  syncRunId: z.uuid(),
  callCount: z.int().meta({ titles: { en: 'Calls of Perun', de: 'Aufrufe bei Perun' } }),
  items: z.record(z.string(), z.int()).meta({
    titles: { en: 'Changes', de: 'Änderungen' },
    optionTitles: {
      planned: { en: 'planned', de: 'geplant' },
      waiting: { en: 'waiting', de: 'wartend' },
      approved: { en: 'approved', de: 'genehmigt' },
      rejected: { en: 'rejected', de: 'abgelehnt' },
      applied: { en: 'applied', de: 'vorgenommen' },
      failed: { en: 'failed', de: 'fehlgeschlagen' },
      skipped: { en: 'no longer true', de: 'trifft nicht mehr zu' },
    },
    description: 'entries of the change set by status',
  }),
});

/** `perun-sync`: one pass of the sync with Perun. */
@Injectable()
export class PerunSyncJob extends JobType<typeof parameters, typeof result, SyncCheckpoint> {
  readonly type = 'perun-sync';
  readonly title = { en: 'Sync with Perun', de: 'Abgleich mit Perun' };
  readonly description = {
    en: 'Brings projects, grants, leads and mail addresses from Perun, and used credits to it. Changes beyond the limits wait for a decision.',
    de: 'Holt Projekte, Bewilligungen, Leitungen und Mailadressen aus Perun und bringt verbrauchte Credits dorthin. Änderungen jenseits der Grenzen warten auf eine Entscheidung.',
  };
  readonly parameters = parameters;
  readonly result = result;
  readonly resultView = 'sync-run';
  readonly permission = 'perun:sync';
  readonly isDryRunnable = true;
  readonly retry = {
    attemptsMax: 5,
    delaySeconds: 30,
    isRetryable: (error: unknown): boolean =>
      !(error instanceof DomainError) || error.kind === 'dependency',
  };

  constructor(private readonly sync: RunSync) {
    super();
  }

  /** One sync at a time, whatever it is about: a second start gets the run that is under way. */
  override uniqueKey(): string {
    return 'one';
  }

  async run(context: SyncJobContext): Promise<JobOutcome<z.input<typeof result>>> {
    const summary = await this.sync.execute(context);
    return {
      kind: summary.isWaiting ? 'wait-for-approval' : 'done',
      result: {
        syncRunId: summary.syncRunId,
        callCount: summary.callCount,
        items: Object.fromEntries(summary.counts),
      },
    };
  }
}
