import { type Principal } from '../../auth/index.js';
import { type JobActor } from '../../jobs/index.js';

/** Who decides, as runs and entries name them. */
export function actorOf(principal: Principal): JobActor {
  return principal.kind === 'person'
    ? { kind: 'person', id: principal.user.subject, name: principal.user.name }
    : {
        kind: 'api-token',
        id: principal.tokenId,
        name: `API token ${principal.tokenId.slice(0, 8)}`,
      };
}
