const knownErrors = [
  'ChildrenFailed',
  'Skipped',
  'WorkerLost',
  'conflict',
  'database-unavailable',
  'invalid-request',
  'perun-failed',
  'perun-off',
  'project-not-found',
  'upload-not-found',
] as const;

/** The class of an error where there are words about what to do; `other` for all the rest. */
export function knownError(errorClass: string): (typeof knownErrors)[number] | 'other' {
  return knownErrors.find((known) => known === errorClass) ?? 'other';
}
