import { DomainError } from '../../../platform/problems/index.js';

export function jobNotFound(id: string): DomainError {
  return new DomainError({
    code: 'job-not-found',
    kind: 'not-found',
    message: `There is no job ${id}. It may have been removed after its retention.`,
  });
}

export function jobTypeNotFound(type: string, known: readonly string[]): DomainError {
  return new DomainError({
    code: 'job-type-not-found',
    kind: 'not-found',
    message: `There is no job type "${type.slice(0, 60)}". There is ${known.join(', ')}.`,
  });
}

export function jobActionRefused(message: string): DomainError {
  return new DomainError({ code: 'job-action-refused', kind: 'conflict', message });
}

export function uploadNotFound(id: string): DomainError {
  return new DomainError({
    code: 'upload-not-found',
    kind: 'not-found',
    message: `There is no uploaded file ${id}. Send it to POST /api/uploads first.`,
  });
}

/** The run belongs to somebody else by now, so this worker may not write about it any more. */
export class JobLeaseLost extends Error {
  constructor(jobId: string) {
    super(`This worker does not hold job ${jobId} any more; what it did since is undone.`);
    this.name = 'JobLeaseLost';
  }
}

/** The reason of the abort signal of a run that somebody cancelled. */
export class JobCancelled extends Error {
  constructor() {
    super('The job was cancelled.');
    this.name = 'JobCancelled';
  }
}

/** The reason of the abort signal of a run whose worker stops; the run goes on elsewhere. */
export class WorkerStopping extends Error {
  readonly german = 'Der Worker hält an; der Auftrag geht von seinem Zwischenstand aus weiter.';

  constructor() {
    super('The worker stops; the job goes on from its checkpoint.');
    this.name = 'WorkerStopping';
  }
}

/** A run did its work, but runs below it did not succeed. */
export class ChildrenFailed extends Error {
  constructor(
    readonly failedCount: number,
    readonly childCount: number,
  ) {
    super(`${failedCount} of ${childCount} jobs below this one did not succeed.`);
    this.name = 'ChildrenFailed';
  }
}

/** The error class of a run that never began, because one that it comes after did not succeed. */
export const SKIPPED = 'Skipped';

/** A job type that is not for production, in production. */
export function notForProduction(type: string): DomainError {
  return new DomainError({
    code: 'forbidden',
    kind: 'forbidden',
    message: `Jobs of type ${type} are not for production; run them where ENVIRONMENT is development or staging.`,
  });
}
