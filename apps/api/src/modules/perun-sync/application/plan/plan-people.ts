import { item, type PlannedItem } from './change-set.js';
import { type KnownPeople } from './known.js';
import { type PulledPeople, type PulledPerson } from './pulled.js';

/**
 * Leads and members who come and go. Where all leads of a project would be gone, their removal waits for a
 * person: nobody could see the project any more.
 */
export function planPeople(
  project: string,
  pulled: PulledPeople,
  known: KnownPeople,
): PlannedItem[] {
  const about = { groupId: pulled.groupId, project };
  const allLeadsGone = known.leads.size > 0 && pulled.leads?.length === 0;
  return [
    ...added(pulled.leads, known.leads).map((person) =>
      item('lead-added', about, { subject: person.name, payload: { person } }),
    ),
    ...removed(pulled.leads, known.leads).map(([userId, name]) =>
      item('lead-removed', about, {
        subject: name,
        guard: allLeadsGone ? 'all-leads-gone' : null,
        detail: allLeadsGone ? 'The project would have no lead any more.' : null,
        payload: { userId },
      }),
    ),
    ...added(pulled.members, known.members).map((person) =>
      item('member-added', about, { subject: person.name, payload: { person } }),
    ),
    ...removed(pulled.members, known.members).map(([userId, name]) =>
      item('member-removed', about, { subject: name, payload: { userId } }),
    ),
  ];
}

function added(
  pulled: readonly PulledPerson[] | null,
  known: ReadonlyMap<number, string>,
): PulledPerson[] {
  if (pulled === null) return [];
  const byId = new Map(pulled.map((person) => [person.id, person]));
  return [...byId.values()].filter(({ id }) => !known.has(id));
}

function removed(
  pulled: readonly PulledPerson[] | null,
  known: ReadonlyMap<number, string>,
): (readonly [number, string])[] {
  if (pulled === null) return [];
  const ids = new Set(pulled.map(({ id }) => id));
  return [...known].filter(([id]) => !ids.has(id));
}
