import type { ControlledPerun } from './controlled-perun.js';
import { adminGroups, activeUsers, allAdmins } from '../state/people.js';
import type { AttributeValue, UserRow } from '../state/rows.js';
import { GRANTED, TO_EMAIL, USED } from './group-actions.js';

/** A group as the sandbox's page and `groups.json` show it. */
export interface ProjectView {
  readonly id: number;
  readonly name: string;
  readonly granted: string | null;
  readonly used: string | null;
  /** Who wrote the used credits last. */
  readonly usedBy: string | null;
  readonly toEmail: readonly (string | null)[];
  readonly resources: readonly { readonly name: string; readonly status: string }[];
  readonly leads: readonly string[];
  readonly adminGroups: readonly string[];
  readonly members: readonly string[];
}

/** Every group that is on a resource or carries a grant, by name. */
export function projectsOf(simulator: ControlledPerun): readonly ProjectView[] {
  return simulator.perun.state.groups
    .all()
    .map((group) => projectOf(simulator, group.id))
    .filter(({ granted, resources }) => granted !== null || resources.length > 0)
    .sort((left, right) => left.name.localeCompare(right.name, 'en'));
}

function projectOf(simulator: ControlledPerun, groupId: number): ProjectView {
  const { attributes, perun } = simulator;
  const { state } = perun;
  const group = perun.group(groupId);
  const holder = { kind: 'group', groupId } as const;
  const row = (urn: string) => attributes.valueRow(holder, attributes.definitionByName(urn));
  const emails = row(TO_EMAIL)?.value;
  return {
    id: group.id,
    name: group.name,
    granted: textOf(row(GRANTED)?.value),
    used: textOf(row(USED)?.value),
    usedBy: row(USED)?.valueModifiedBy ?? null,
    toEmail: Array.isArray(emails) ? (emails as readonly (string | null)[]) : [],
    resources: state.assignments.where('group', groupId).map(({ resourceId, status }) => ({
      name: perun.resource(resourceId).name,
      status,
    })),
    leads: allAdmins(perun, group).map(nameOf),
    adminGroups: adminGroups(perun, group).map(({ name }) => name),
    members: activeUsers(perun, group).map(nameOf),
  };
}

function textOf(value: AttributeValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function nameOf({ firstName, lastName }: UserRow): string {
  return firstName === null ? lastName : `${firstName} ${lastName}`;
}
