import { DomainError, type VersionConflict } from '../../../platform/problems/index.js';

export function metricNotFound(id: number): DomainError {
  return new DomainError({
    code: 'metric-not-found',
    kind: 'not-found',
    message: `There is no metric ${id}.`,
  });
}

export function costTableNotFound(id: number): DomainError {
  return new DomainError({
    code: 'cost-table-not-found',
    kind: 'not-found',
    message: `There is no cost table ${id}.`,
  });
}

export function idempotencyKeyReused(key: string, title: string): DomainError {
  return new DomainError({
    code: 'idempotency-key-reused',
    kind: 'conflict',
    message: `The Idempotency-Key "${key}" made the draft "${title}" from another content; use a new one.`,
  });
}

/** What a request made is gone; sent again it must not make another one. */
export function draftWasDeleted(
  key: string,
  { title, deletedAt }: { readonly title: string; readonly deletedAt: string },
): DomainError {
  return new DomainError({
    code: 'idempotency-key-reused',
    kind: 'conflict',
    message: `The Idempotency-Key "${key}" made the draft "${title}", which was deleted at ${deletedAt}; use a new one for a new draft.`,
  });
}

export function alreadyPublished(
  title: string,
  published: { readonly by: string; readonly at: string },
): DomainError {
  return new DomainError({
    code: 'cost-table-published',
    kind: 'conflict',
    message: `"${title}" does not change any more: ${published.by} published it at ${published.at}. Copy it and edit the copy.`,
  });
}

export function publicationRefused(message: string): DomainError {
  return new DomainError({ code: 'publication-refused', kind: 'conflict', message });
}

/** What was read is not what is there any more; nothing was saved. */
export function versionConflict(what: string, conflict: VersionConflict): DomainError {
  return new DomainError({
    code: 'version-conflict',
    kind: 'conflict',
    message: `${what} was changed by ${conflict.changedBy} meanwhile: you read version ${conflict.yourVersion}, it is version ${conflict.currentVersion} now. Nothing was saved.`,
    conflict,
  });
}
