import type { Perun } from '../state/perun.js';
import type { GroupRow, ResourceRow, UserRow } from '../state/rows.js';

/** What a control names does not exist. */
export class ControlNotFoundError extends Error {
  override readonly name = 'ControlNotFoundError';
}

/** A group by its full name or its number. */
export function findGroup(perun: Perun, nameOrId: string): GroupRow {
  const groups = perun.state.groups.all();
  const found =
    groups.find(({ name }) => name === nameOrId) ??
    groups.find(({ id }) => String(id) === nameOrId);
  if (found === undefined) throw new ControlNotFoundError(`There is no group "${nameOrId}".`);
  return found;
}

/** A resource by its name or its number. */
export function findResource(perun: Perun, nameOrId: string): ResourceRow {
  const found = perun.state.resources
    .all()
    .find(({ id, name }) => name === nameOrId || String(id) === nameOrId);
  if (found === undefined) throw new ControlNotFoundError(`There is no resource "${nameOrId}".`);
  return found;
}

/** A user by a login at any external source. */
export function findUser(perun: Perun, login: string): UserRow {
  const [identity] = perun.state.userExtSources.where('login', login);
  if (identity === undefined) throw new ControlNotFoundError(`Nobody has the login "${login}".`);
  return perun.user(identity.userId);
}
