import {
  item,
  type Confirmed,
  type Guard,
  type LinkPayload,
  type PlannedItem,
} from './change-set.js';
import { type KnownGroup, type KnownProject } from './known.js';
import { type PulledGroup } from './pulled.js';

/** Everything known, found by group and by name. */
export class KnownProjects {
  private readonly byName = new Map<string, KnownProject>();
  private readonly byGroup = new Map<number, KnownProject & { readonly group: KnownGroup }>();

  constructor(projects: Iterable<KnownProject>) {
    for (const project of projects) {
      this.byName.set(project.name, project);
      if (project.group !== null) {
        this.byGroup.set(project.group.groupId, { ...project, group: project.group });
      }
    }
  }

  named(name: string): KnownProject | undefined {
    return this.byName.get(name);
  }

  ofGroup(groupId: number): (KnownProject & { readonly group: KnownGroup }) | undefined {
    return this.byGroup.get(groupId);
  }

  linked(): Iterable<KnownProject & { readonly group: KnownGroup }> {
    return this.byGroup.values();
  }
}

/** Whether another project keeps the name that a group wants. */
function holderOf(
  name: string,
  groupId: number,
  known: KnownProjects,
  pulled: ReadonlyMap<number, PulledGroup>,
): KnownProject | null {
  const holder = known.named(name);
  if (holder === undefined || holder.group?.groupId === groupId) return null;
  // The holder is renamed in Perun too; renames are applied together, so the name becomes free.
  const renamed = holder.group === null ? undefined : pulled.get(holder.group.groupId);
  return renamed !== undefined && renamed.name !== name ? null : holder;
}

/** The entry for a group without a project of ours: new, or one that only readings or grants spoke of. */
export function planLink(
  group: PulledGroup,
  confirmed: Confirmed,
  known: KnownProjects,
  pulled: ReadonlyMap<number, PulledGroup>,
): PlannedItem {
  const about = { groupId: group.groupId, project: group.name };
  const holder = holderOf(group.name, group.groupId, known, pulled);
  const payload = (projectId: number | null): LinkPayload => ({
    resources: [...group.resources.keys()],
    projectId,
    confirmed,
  });
  if (holder === null)
    return item('project-new', about, { after: group.name, payload: payload(null) });
  if (holder.group === null) {
    return item('project-verified', about, {
      before: holder.status,
      after: 'active',
      payload: payload(holder.projectId),
    });
  }
  return item('project-new', about, {
    after: group.name,
    guard: 'name-taken',
    detail: `The project belonged to group ${holder.group.groupId}; approving gives it, with its whole account, to group ${group.groupId}.`,
    payload: payload(holder.projectId),
  });
}

/** Name, presence and status of a group that is known. */
export function planKnownProject(
  group: PulledGroup,
  project: KnownProject & { readonly group: KnownGroup },
  known: KnownProjects,
  pulled: ReadonlyMap<number, PulledGroup>,
): PlannedItem[] {
  const about = { groupId: group.groupId, project: project.name };
  const items: PlannedItem[] = [];
  if (!project.group.isPresent) {
    items.push(
      item('project-returned', about, {
        before: 'inactive',
        after: 'active',
        payload: {
          resources: [...group.resources.keys()],
          projectId: project.projectId,
          confirmed: {},
        },
      }),
    );
  }
  if (group.name === project.name) return items;
  const holder = holderOf(group.name, group.groupId, known, pulled);
  items.push(
    item('project-renamed', about, {
      before: project.name,
      after: group.name,
      guard: holder === null ? null : 'name-taken',
      detail:
        holder === null
          ? null
          : `Another project (${holder.status}) has this name; approving sets that one aside under a name of its own.`,
      payload: { setAside: holder !== null },
    }),
  );
  return items;
}

export interface VanishLimits {
  /** More than this share of the projects gone at once wait for a person. */
  readonly percentMax: number;
}

/** So many may always go: in a small organisation one project is a large share. */
const VANISH_ALWAYS_MAX = 2;

/** Projects whose group Perun no longer shows: they become inactive, and their ledger stays. */
export function planVanished(
  gone: readonly (KnownProject & { readonly group: KnownGroup })[],
  presentCount: number,
  emptyResources: ReadonlySet<number>,
  limits: VanishLimits,
): PlannedItem[] {
  const countMax = Math.max(
    VANISH_ALWAYS_MAX,
    Math.floor((presentCount * limits.percentMax) / 100),
  );
  const isMany = gone.length > countMax;
  return gone.map((project) => {
    const resources = [...project.group.assignments]
      .filter(([, assignment]) => assignment.isPresent)
      .map(([id]) => id);
    const empty = resources.filter((id) => emptyResources.has(id));
    const guard: Guard | null = isMany ? 'many-vanished' : empty.length > 0 ? 'empty-answer' : null;
    return item(
      'project-vanished',
      { groupId: project.group.groupId, project: project.name },
      {
        before: project.status,
        after: 'inactive',
        guard,
        detail: vanishDetail(guard, gone.length, presentCount, empty),
        payload: {},
      },
    );
  });
}

function vanishDetail(
  guard: Guard | null,
  goneCount: number,
  presentCount: number,
  empty: readonly number[],
): string | null {
  if (guard === 'many-vanished')
    return `${goneCount} of ${presentCount} projects would go at once.`;
  if (guard === 'empty-answer')
    return `Perun answered with no group at all for resource ${empty.join(', ')}.`;
  return null;
}
