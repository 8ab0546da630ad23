import { DomainError } from '../../../platform/problems/index.js';

/** The same answer for a project that is not there and for one that the viewer may not see. */
export function projectNotFound(name: string): DomainError {
  return new DomainError({
    code: 'project-not-found',
    kind: 'not-found',
    message: `There is no project "${name.slice(0, 256)}" that you may see.`,
  });
}

export function chargeNotFound(id: string): DomainError {
  return new DomainError({
    code: 'charge-not-found',
    kind: 'not-found',
    message: `The project has no charge "${id}".`,
  });
}
