import { Decimal } from '@os-credits/credits';
import {
  item,
  type ChangeSet,
  type Confirmed,
  type PlannedItem,
  type SeenGroup,
} from './change-set.js';
import { type KnownAccount, type KnownGroup, type KnownProject } from './known.js';
import { planGrant, type GrantPlan } from './plan-grant.js';
import {
  KnownProjects,
  planKnownProject,
  planLink,
  planVanished,
  type VanishLimits,
} from './plan-projects.js';
import { ourValues, planValues, type ValueRules } from './plan-values.js';
import { type PulledGroup, type Timestamps } from './pulled.js';

export interface SyncState {
  readonly projects: Iterable<KnownProject>;
  /** Groups that Perun showed, those in the scope only. */
  readonly pulled: readonly PulledGroup[];
  /** Known groups that were asked for; one of them that was not pulled has vanished. */
  readonly isAsked: (groupId: number) => boolean;
  /** Resources that answered with no group at all. */
  readonly emptyResources: ReadonlySet<number>;
  readonly rules: ValueRules;
  readonly limits: VanishLimits;
}

type Linked = KnownProject & { readonly group: KnownGroup };

/**
 * What would change here and there: compares what Perun showed with what we know. Pure; nothing is read
 * or written. People are planned apart, because they are read group by group.
 */
export function planChangeSet(state: SyncState): ChangeSet {
  const known = new KnownProjects(state.projects);
  const pulled = new Map(state.pulled.map((group) => [group.groupId, group]));
  const items: PlannedItem[] = [];
  const seen: SeenGroup[] = [];
  for (const group of pulled.values()) {
    const project = known.ofGroup(group.groupId);
    const outcome =
      project === undefined
        ? planNewGroup(group, known, pulled, state)
        : planKnownGroup(group, project, known, pulled, state);
    items.push(...outcome.items);
    if (outcome.seen !== null) seen.push(outcome.seen);
  }
  const gone: Linked[] = [];
  let presentCount = 0;
  for (const project of known.linked()) {
    if (!project.group.isPresent) continue;
    presentCount += 1;
    if (state.isAsked(project.group.groupId) && !pulled.has(project.group.groupId))
      gone.push(project);
  }
  items.push(...planVanished(gone, presentCount, state.emptyResources, state.limits));
  const changedGroupCount = items.filter(
    ({ kind, status }) => kind === 'push' && status === 'planned',
  ).length;
  return { items, seen, changedGroupCount };
}

interface GroupOutcome {
  readonly items: PlannedItem[];
  readonly seen: SeenGroup | null;
}

const EMPTY_ACCOUNT: KnownAccount = { granted: '0', used: '0', open: '0' };

function planNewGroup(
  group: PulledGroup,
  known: KnownProjects,
  pulled: ReadonlyMap<number, PulledGroup>,
  state: SyncState,
): GroupOutcome {
  // Without a guard a link to an existing project takes over one that has no group yet.
  const existing = known.named(group.name);
  const project = existing?.group === null ? existing : null;
  const about = { groupId: group.groupId, project: group.name };
  const account = project?.account ?? EMPTY_ACCOUNT;
  const grant = grantOf(group, about, null, account, state.rules);
  const values = planValues({
    about,
    pulled: group,
    known: null,
    ours: ourValues(withGrant(account, grant), state.rules),
    lastReadings: project?.lastReadings ?? new Map<number, Timestamps>(),
    rules: state.rules,
  });
  const confirmed = withConfirmedGrant(values.confirmed, grant);
  const link = planLink(group, confirmed, known, pulled);
  // With a guard nothing else is offered: what belongs to the project shows once it is decided.
  if (link.guard !== null) return { items: [link], seen: null };
  return {
    items: [
      link,
      ...unreadable(group, about),
      ...(grant.item === null ? [] : [grant.item]),
      ...mails(group, about, []),
      ...values.items,
    ],
    seen: null,
  };
}

function planKnownGroup(
  group: PulledGroup,
  project: Linked,
  known: KnownProjects,
  pulled: ReadonlyMap<number, PulledGroup>,
  state: SyncState,
): GroupOutcome {
  const about = { groupId: group.groupId, project: project.name };
  const grant = grantOf(group, about, project.group.grantCredits, project.account, state.rules);
  const values = planValues({
    about,
    pulled: group,
    known: project.group,
    ours: ourValues(withGrant(project.account, grant), state.rules),
    lastReadings: project.lastReadings,
    rules: state.rules,
  });
  return {
    items: [
      ...planKnownProject(group, project, known, pulled),
      ...unreadable(group, about),
      ...(grant.item === null ? [] : [grant.item]),
      ...mails(group, about, project.group.mails),
      ...values.items,
    ],
    seen: factsOf(
      project,
      group,
      withConfirmedGrant(values.confirmed, grant),
      values.vanishedDrift,
    ),
  };
}

/** What is to be remembered without asking; null where it is all known. */
function factsOf(
  { projectId, group: known }: Linked,
  pulled: PulledGroup,
  confirmed: Confirmed,
  vanishedDrift: readonly string[],
): SeenGroup | null {
  const resources = [...pulled.resources.keys()];
  const present = [...known.assignments.values()].filter(({ isPresent }) => isPresent).length;
  const isSameAssignment =
    present === resources.length &&
    resources.every((id) => known.assignments.get(id)?.isPresent === true);
  const isNothing =
    isSameAssignment && vanishedDrift.length === 0 && Object.keys(confirmed).length === 0;
  return isNothing ? null : { projectId, confirmed, resources, vanishedDrift };
}

function grantOf(
  group: PulledGroup,
  about: { readonly groupId: number; readonly project: string },
  fromCredits: string | null,
  account: KnownAccount,
  rules: ValueRules,
): GrantPlan {
  if (rules.ownsGrants || group.granted === undefined) return { item: null, confirmed: null };
  return planGrant({ about, text: group.granted.text, fromCredits, account });
}

/** What remains depends on a grant that will be posted before the values are written. */
function withGrant(account: KnownAccount, { item: planned }: GrantPlan): KnownAccount {
  if (planned?.kind !== 'grant' || planned.status !== 'planned' || planned.payload === null)
    return account;
  const from = Decimal.of(planned.payload.fromCredits ?? account.granted);
  const granted = Decimal.of(account.granted).plus(
    Decimal.of(planned.payload.toCredits).minus(from),
  );
  return { ...account, granted: granted.toString() };
}

function withConfirmedGrant(confirmed: Confirmed, grant: GrantPlan): Confirmed {
  return grant.confirmed === null ? confirmed : { ...confirmed, grantCredits: grant.confirmed };
}

function mails(
  group: PulledGroup,
  about: { readonly groupId: number; readonly project: string },
  known: readonly string[],
): PlannedItem[] {
  if (group.mails === undefined || isSameList(group.mails, known)) return [];
  const addresses = [...new Set(group.mails)].sort();
  const before = [...known].sort();
  if (addresses.join('\n') === before.join('\n')) return [];
  return [
    item('mail-addresses', about, {
      before: before.length === 0 ? null : before.join(', '),
      after: addresses.length === 0 ? null : addresses.join(', '),
      payload: { addresses },
    }),
  ];
}

/** As a project's addresses are nearly always, also in their order; what differs is compared as a set. */
function isSameList(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

/** Perun leaves out what the account may not read, or what is not defined, without a word. */
function unreadable(
  group: PulledGroup,
  about: { readonly groupId: number; readonly project: string },
): PlannedItem[] {
  return group.unreadable.map((attribute) =>
    item('push', about, {
      status: 'failed',
      subject: attribute,
      detail: `Perun does not show ${attribute} for this group, or holds something else than expected in it; nothing was changed by it.`,
    }),
  );
}
