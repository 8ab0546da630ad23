import {
  ACTIVE_JOB_STATES,
  jobState,
  type JobLogLine,
  type JobRun,
  type JobRunDetail,
  type JobState,
  type JobType,
} from '@os-credits/contracts';

const minuteMs = 60_000;

export const uuid = (number: number): string =>
  `0198a000-0000-7000-8000-${String(number).padStart(12, '0')}`;

const ago = (minutes: number): string => new Date(Date.now() - minutes * minuteMs).toISOString();

/** One kind of work with a parameter of every kind that a schema can ask for. */
export const everyKind: JobType = {
  type: 'every-kind',
  title: { en: 'Every kind of parameter', de: 'Jede Art von Angabe' },
  description: {
    en: 'Asks for everything that a form can ask for.',
    de: 'Fragt alles, was ein Formular fragen kann.',
  },
  permission: 'readings:import',
  canStart: true,
  isDryRunnable: true,
  attemptsMax: 3,
  concurrency: 1,
  resultView: 'counts',
  resultSchema: { type: 'object' },
  parametersSchema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: ['label', 'steps', 'project', 'since'],
    additionalProperties: false,
    properties: {
      since: {
        type: 'string',
        format: 'date-time',
        titles: { en: 'Since', de: 'Seit' },
        'x-order': 6,
      },
      label: {
        type: 'string',
        minLength: 2,
        maxLength: 40,
        pattern: '^[a-z]+$',
        titles: { en: 'Label', de: 'Beschriftung' },
        descriptions: { en: 'Small letters.', de: 'Kleine Buchstaben.' },
        'x-order': 1,
      },
      steps: {
        type: 'integer',
        minimum: 1,
        maximum: 100,
        titles: { en: 'Steps', de: 'Schritte' },
        'x-order': 2,
      },
      share: {
        type: 'number',
        minimum: -9007199254740991,
        maximum: 1,
        titles: { en: 'Share', de: 'Anteil' },
        'x-order': 3,
      },
      isThorough: {
        type: 'boolean',
        default: true,
        titles: { en: 'Thorough', de: 'Gründlich' },
        'x-order': 4,
      },
      scope: {
        type: 'string',
        enum: ['all', 'incremental'],
        default: 'all',
        titles: { en: 'Scope', de: 'Umfang' },
        'x-order': 5,
      },
      day: {
        anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }],
        titles: { en: 'Day', de: 'Tag' },
        'x-order': 7,
      },
      sites: {
        type: 'array',
        items: { type: 'string' },
        titles: { en: 'Sites', de: 'Standorte' },
        'x-order': 8,
      },
      project: {
        type: 'string',
        format: 'project',
        titles: { en: 'Project', de: 'Projekt' },
        'x-order': 9,
      },
      file: {
        type: 'string',
        format: 'upload',
        titles: { en: 'File', de: 'Datei' },
        'x-order': 10,
      },
      kinds: {
        type: 'array',
        items: { type: 'string', enum: ['cpu', 'ram'] },
        titles: { en: 'Kinds', de: 'Arten' },
        'x-order': 11,
      },
      rest: {
        type: 'object',
        titles: { en: 'The rest', de: 'Der Rest' },
        'x-order': 12,
      },
    },
  },
};

export const demo: JobType = {
  ...everyKind,
  type: 'demo',
  title: { en: 'Demonstration', de: 'Vorführung' },
  description: { en: 'Counts for some seconds.', de: 'Zählt einige Sekunden lang.' },
  permission: 'operations:write',
  isDryRunnable: false,
  resultSchema: {
    type: 'object',
    properties: {
      posted: { type: 'integer', titles: { en: 'Booked', de: 'Gebucht' } },
      at: {
        anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
        titles: { en: 'Effective at', de: 'Wirksam ab' },
      },
      reasons: {
        type: 'object',
        additionalProperties: { type: 'integer' },
        format: 'quarantine-reason',
        titles: { en: 'By reason', de: 'Nach Grund' },
      },
      lines: {
        type: 'array',
        titles: { en: 'Lines', de: 'Zeilen' },
        items: {
          type: 'object',
          properties: {
            outcome: {
              enum: ['refused'],
              titles: { en: 'Outcome', de: 'Ergebnis' },
              optionTitles: { refused: { en: 'bad', de: 'fehlerhaft' } },
            },
            credits: {
              type: 'string',
              format: 'decimal',
              titles: { en: 'Credits', de: 'Credits' },
            },
          },
        },
      },
    },
  },
  parametersSchema: {
    type: 'object',
    required: ['steps'],
    properties: {
      steps: {
        type: 'integer',
        minimum: 1,
        maximum: 1000,
        default: 10,
        titles: { en: 'Steps', de: 'Schritte' },
      },
    },
  },
};

const perunSync: JobType = {
  ...everyKind,
  type: 'perun-sync',
  title: { en: 'Perun sync', de: 'Abgleich mit Perun' },
  description: { en: 'Fetches and hands over.', de: 'Holt und übergibt.' },
  permission: 'perun:sync',
  resultView: 'sync-run',
  parametersSchema: {
    type: 'object',
    properties: {
      project: {
        type: 'string',
        format: 'project',
        titles: { en: 'Project', de: 'Projekt' },
      },
    },
  },
};

export const jobTypes: readonly JobType[] = [demo, everyKind, perunSync];

/** A run as the API lists it; the state decides what else there is. */
export function runOf(number: number, change: Partial<JobRun> = {}): JobRun {
  const state: JobState = change.state ?? 'succeeded';
  const isActive = ACTIVE_JOB_STATES.some((each) => each === state);
  const hasError = state === 'failed' || state === 'dead';
  return {
    id: uuid(number),
    type: 'demo',
    title: demo.title,
    state,
    isDryRun: false,
    parameters: { steps: 10 },
    progress: {
      done: state === 'succeeded' ? 10 : 4,
      total: 10,
      phase: state === 'running' ? { en: 'counting', de: 'zählt' } : null,
      perSecond: state === 'running' ? 2 : null,
      remainingSeconds: state === 'running' ? 3 : null,
      updatedAt: ago(number),
    },
    attempt: state === 'queued' ? 0 : 1,
    attemptsMax: 3,
    actor: { kind: 'person', name: 'Wanda Admin' },
    parentId: null,
    childCount: 0,
    createdAt: ago(number + 2),
    availableAt: ago(number + 2),
    startedAt: state === 'queued' ? null : ago(number + 1),
    endedAt: isActive ? null : ago(number),
    cancelRequestedAt: null,
    error: hasError ? { errorClass: 'TypeError', message: 'The counter went backwards' } : null,
    ...change,
  };
}

export function detailOfRun(run: JobRun, change: Partial<JobRunDetail> = {}): JobRunDetail {
  return {
    ...run,
    attempts:
      run.attempt === 0
        ? []
        : [
            {
              attempt: run.attempt,
              worker: 'worker-7f',
              startedAt: run.startedAt ?? run.createdAt,
              endedAt: run.endedAt,
              outcome:
                run.state === 'succeeded' || run.state === 'cancelled'
                  ? run.state
                  : run.error
                    ? 'failed'
                    : null,
              error: run.error
                ? { ...run.error, stack: ['at count (demo.job.ts:12:7)', 'at run (engine.ts:3:1)'] }
                : null,
            },
          ],
    result: run.state === 'succeeded' ? { countedSteps: 1234567, exactSum: '0.10' } : null,
    resultView: 'counts',
    hasCheckpoint: run.error !== null,
    scheduleId: null,
    repeatOf: null,
    ancestors: [],
    after: [],
    followedBy: [],
    children: [],
    actions: actionsOf(run),
    files: [],
    ...change,
  };
}

function actionsOf({ state }: JobRun): JobRunDetail['actions'] {
  switch (state) {
    case 'queued':
    case 'running':
    case 'waiting-for-approval':
      return ['cancel'];
    case 'succeeded':
      return ['run-again'];
    case 'failed':
    case 'cancelled':
      return ['retry', 'resume', 'run-again'];
    case 'dead':
      return ['requeue', 'run-again'];
  }
}

export function logLineOf(id: number, change: Partial<JobLogLine> = {}): JobLogLine {
  return {
    id: String(id),
    at: ago(1),
    attempt: 1,
    level: 'info',
    text: `step ${id} of 10`,
    texts: null,
    ...change,
  };
}

const firstRuns = (): JobRun[] => [
  runOf(1, { state: 'running' }),
  runOf(2, { state: 'queued', type: 'perun-sync', title: perunSync.title }),
  runOf(3, { state: 'dead', attempt: 3 }),
  runOf(4, { state: 'failed' }),
  runOf(5),
  runOf(6, { state: 'cancelled' }),
  runOf(7, {
    state: 'waiting-for-approval',
    type: 'perun-sync',
    title: perunSync.title,
    actor: { kind: 'schedule', name: 'nightly' },
  }),
];

let runs = firstRuns();

/** The runs there are, newest first; those that were started come on top. */
export const jobRuns = (): readonly JobRun[] => runs;
export function addRun(run: JobRun): void {
  runs = [run, ...runs];
}
export function changeRun(id: string, change: Partial<JobRun>): void {
  runs = runs.map((run) => (run.id === id ? { ...run, ...change } : run));
}
export function resetJobs(): void {
  runs = firstRuns();
}

export function countsOf(listed: readonly JobRun[]): Record<JobState, number> {
  return Object.fromEntries(
    jobState.options.map((state) => [state, listed.filter((run) => run.state === state).length]),
  ) as Record<JobState, number>;
}
