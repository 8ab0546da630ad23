import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { type PerunSession } from './perun.ports.js';
import { item, type PlannedItem } from './plan/change-set.js';
import { type KnownPeople, type KnownProject } from './plan/known.js';
import { planPeople } from './plan/plan-people.js';
import { type PulledGroup, type PulledPeople, type PulledPerson } from './plan/pulled.js';
import { PHASES, type SyncJobContext } from './sync-job.js';
import { KnownStore, SyncRunStore } from './sync.ports.js';

/** Groups whose people are read, stored and forgotten together: bounds the memory of a run. */
const GROUPS_PER_BATCH = 200;
/** From here on one call for the members of all groups is less than one for each. */
const GROUPS_AT_ONCE_MIN = 2;

export interface PeopleNeed {
  readonly leadsOf: ReadonlySet<number>;
  readonly membersOf: ReadonlySet<number>;
  /** Anybody's leads may have changed: a group that is no project, but may lead some, changed. */
  readonly leadsOfAll: boolean;
  /** Everybody's leads and members. */
  readonly everyone: boolean;
  /** The people of every group that was pulled. */
  readonly always: boolean;
  readonly projects: readonly KnownProject[];
  /** Perun no longer shows the group. */
  readonly isGone: (groupId: number) => boolean;
  readonly pulled: readonly PulledGroup[];
  /** Groups whose project is not decided yet. */
  readonly guarded: ReadonlySet<number>;
}

interface Wish {
  readonly groupId: number;
  readonly project: string;
  readonly leads: boolean;
  readonly members: boolean;
  /** What Perun calls the group, where this run has seen it: what we call it may be old. */
  readonly seenName: string | null;
}

interface Sources {
  readonly session: PerunSession;
  /** Members of all groups by name, where they were read at once. */
  readonly byGroup: ReadonlyMap<string, readonly PulledPerson[]> | null;
}

/**
 * Reads leads and members where something says that they changed: one call for each group, and where
 * several need both lists one for the members of all. What else is known stays; a group that cannot be read keeps its people and its mark.
 */
@Injectable()
export class ReadPeople {
  constructor(
    private readonly database: Database,
    private readonly runs: SyncRunStore,
    private readonly known: KnownStore,
    private readonly clock: Clock,
  ) {}

  async execute(
    syncRunId: string,
    context: SyncJobContext,
    session: PerunSession,
    need: PeopleNeed,
  ): Promise<void> {
    const wishes = wishesOf(need);
    if (!context.isDryRun) await this.mark(need);
    if (wishes.length === 0) return;
    const byGroup = await membersAtOnce(session, wishes);
    for (let from = 0; from < wishes.length; from += GROUPS_PER_BATCH) {
      context.signal.throwIfAborted();
      context.progress({ done: from, total: wishes.length, phase: PHASES.people });
      const batch = wishes.slice(from, from + GROUPS_PER_BATCH);
      await this.readBatch(syncRunId, context, { session, byGroup }, batch);
    }
    context.progress({ done: wishes.length, total: wishes.length, phase: PHASES.people });
    await this.database.transaction((tx) =>
      this.runs.addNumbers(tx, syncRunId, { peopleGroupCount: wishes.length }),
    );
  }

  private async mark(need: PeopleNeed): Promise<void> {
    await this.database.transaction((tx) =>
      this.known.markPeople(tx, {
        leads: need.leadsOfAll || need.everyone ? 'all' : [...need.leadsOf],
        members: need.everyone ? 'all' : [...need.membersOf],
      }),
    );
  }

  private async readBatch(
    syncRunId: string,
    context: SyncJobContext,
    sources: Sources,
    batch: readonly Wish[],
  ): Promise<void> {
    const known = await this.known.people(batch.map(({ groupId }) => groupId));
    const answers = await Promise.all(
      batch.map((wish) => readPeople(sources, wish, known.get(wish.groupId))),
    );
    const items: PlannedItem[] = [];
    const read: PulledPeople[] = [];
    for (const [index, answer] of answers.entries()) {
      const wish = batch[index];
      if (wish === undefined) continue;
      if (answer instanceof DomainError) items.push(unread(wish, answer));
      else {
        read.push(answer);
        const before = known.get(wish.groupId) ?? { leads: new Map(), members: new Map() };
        items.push(...planPeople(wish.project, answer, before));
      }
    }
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await this.runs.addItems(tx, syncRunId, items);
      if (context.isDryRun) return;
      const people = read.flatMap(({ leads, members }) => [...(leads ?? []), ...(members ?? [])]);
      await this.known.rememberPeople(tx, people, now);
      await this.known.notePeopleRead(
        tx,
        read.map(({ groupId }) => groupId),
        now,
      );
    });
  }
}

function wishesOf(need: PeopleNeed): Wish[] {
  const wishes = new Map<number, Wish>();
  const seenNames = new Map(need.pulled.map(({ groupId, name }) => [groupId, name]));
  for (const { name, group } of need.projects) {
    if (group === null || !group.isPresent || need.isGone(group.groupId)) continue;
    const { groupId } = group;
    wishes.set(groupId, {
      groupId,
      project: name,
      leads: need.everyone || need.leadsOfAll || group.needsLeads || need.leadsOf.has(groupId),
      members: need.everyone || group.needsMembers || need.membersOf.has(groupId),
      seenName: seenNames.get(groupId) ?? null,
    });
  }
  for (const { groupId, name } of need.pulled) {
    if (need.guarded.has(groupId)) continue;
    const known = wishes.get(groupId);
    if (known === undefined || need.always)
      wishes.set(groupId, {
        groupId,
        project: known?.project ?? name,
        leads: true,
        members: true,
        seenName: name,
      });
  }
  return [...wishes.values()].filter(({ leads, members }) => leads || members);
}

/** The members of all groups by one call, where it takes the place of several. */
async function membersAtOnce(
  session: PerunSession,
  wishes: readonly Wish[],
): Promise<Sources['byGroup']> {
  const isServed = ({ leads, members, seenName }: Wish): boolean =>
    leads && members && seenName !== null;
  return wishes.filter(isServed).length < GROUPS_AT_ONCE_MIN ? null : session.membersByGroup();
}

/** The people, or why they could not be read where only this group is concerned. */
async function readPeople(
  { session, byGroup }: Sources,
  wish: Wish,
  known: KnownPeople | undefined,
): Promise<PulledPeople | DomainError> {
  const membersOf = async (): Promise<readonly PulledPerson[]> => {
    if (byGroup === null || wish.seenName === null) return session.members(wish.groupId);
    const members = byGroup.get(wish.seenName) ?? [];
    // A group that was renamed a moment ago has nobody by its former name: rather ask once more.
    const isDoubtful = members.length === 0 && known !== undefined && known.members.size > 0;
    return isDoubtful ? session.members(wish.groupId) : members;
  };
  try {
    const [leads, members] = await Promise.all([
      wish.leads ? session.leads(wish.groupId) : null,
      wish.members ? membersOf() : null,
    ]);
    return { groupId: wish.groupId, leads, members };
  } catch (error) {
    if (error instanceof DomainError && error.kind !== 'dependency') return error;
    throw error;
  }
}

function unread(wish: Wish, error: DomainError): PlannedItem {
  const about = { groupId: wish.groupId, project: wish.project };
  return item('lead-added', about, {
    status: 'failed',
    detail: `Leads and members could not be read and stay as they were: ${error.message}`,
  });
}
