import { type Permission } from '@os-credits/contracts';
import { DomainError } from '../../../platform/problems/index.js';
import { hasPermission, type Principal } from '../../auth/index.js';
import { type JobActor, type JobType } from '../application/job-type.js';

/** @throws DomainError `forbidden`, naming the permission that the job type asks for */
export function requirePermissionOf(principal: Principal, type: JobType): void {
  if (!hasPermission(principal, type.permission)) throw missing(type.permission, type.type);
}

export function mayActOn(principal: Principal): (type: JobType) => boolean {
  return (type) => hasPermission(principal, type.permission);
}

export function actorOf(principal: Principal): JobActor {
  return principal.kind === 'person'
    ? { kind: 'person', id: principal.user.subject, name: principal.user.name }
    : {
        kind: 'api-token',
        id: principal.tokenId,
        name: `API token ${principal.tokenId.slice(0, 8)}`,
      };
}

function missing(permission: Permission, type: string): DomainError {
  return new DomainError({
    code: 'forbidden',
    kind: 'forbidden',
    message: `Jobs of type ${type} need the permission "${permission}", which you do not have.`,
  });
}
