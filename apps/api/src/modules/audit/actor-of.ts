import { actorName, type Principal } from '../auth/index.js';
import { type Actor } from './audit-trail.js';

/** The author of a change that a request makes. */
export function actorOf(principal: Principal): Actor {
  return {
    name: actorName(principal),
    id: principal.kind === 'person' ? principal.user.subject : `api-token:${principal.tokenId}`,
  };
}
