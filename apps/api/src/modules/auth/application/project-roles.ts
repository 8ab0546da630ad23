import { type SignedInUser } from './principal.js';

/**
 * Where the projects of a person come from. Asked at every request, so that a role that was taken away
 * opens nothing any more in a session that still stands.
 */
export abstract class ProjectRoles {
  /** The person with the projects that they lead and belong to now. */
  abstract currentRoles(user: SignedInUser): Promise<SignedInUser>;
}

/** The claims of the identity provider at sign-in, where no Perun says it better. */
export class ClaimedRoles extends ProjectRoles {
  currentRoles(user: SignedInUser): Promise<SignedInUser> {
    return Promise.resolve(user);
  }
}
