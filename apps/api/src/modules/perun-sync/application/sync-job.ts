import { type JobContext } from '../../jobs/index.js';
import { type SyncScope } from './sync.ports.js';

/** What a run is asked for. */
export type SyncParameters = Readonly<{
  scope: 'all' | 'incremental';
  /** Only this project. */
  project?: string | undefined;
  refreshPeople: 'needed' | 'all';
}>;

/** Where a later attempt of the job goes on; what is left to do stands in the change set itself. */
export interface SyncCheckpoint {
  readonly syncRunId: string;
  /** The newest message of the audit log that the change set knows of. */
  readonly messageId: number | null;
  readonly recentIds: readonly number[];
  /** Whether the people of every project were read. */
  readonly everyone: boolean;
}

export type SyncJobContext = JobContext<SyncParameters, SyncCheckpoint>;

export function scopeOf(parameters: SyncParameters): SyncScope {
  return parameters.project === undefined ? parameters.scope : 'project';
}

export const PHASES = {
  pull: { en: 'Reading from Perun', de: 'Liest aus Perun' },
  plan: { en: 'Comparing', de: 'Vergleicht' },
  people: { en: 'Reading leads and members', de: 'Liest Leitungen und Mitglieder' },
  apply: { en: 'Applying changes', de: 'Übernimmt Änderungen' },
  push: { en: 'Writing to Perun', de: 'Schreibt nach Perun' },
} as const;
