import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { type PerunSession } from './perun.ports.js';
import { item, type PlannedItem } from './plan/change-set.js';
import { type KnownProject } from './plan/known.js';
import { planPeople } from './plan/plan-people.js';
import { type PulledGroup, type PulledPeople } from './plan/pulled.js';
import { PHASES, type SyncJobContext } from './sync-job.js';
import { KnownStore, SyncRunStore } from './sync.ports.js';

/** Groups whose people are read, stored and forgotten together: bounds the memory of a run. */
const GROUPS_PER_BATCH = 200;

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
}

/**
 * Reads leads and members where something says that they changed: one call for each list. What else is
 * known stays; a group that cannot be read keeps its people and its mark.
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
    let listCount = 0;
    for (let from = 0; from < wishes.length; from += GROUPS_PER_BATCH) {
      context.signal.throwIfAborted();
      context.progress({ done: from, total: wishes.length, phase: PHASES.people });
      const batch = wishes.slice(from, from + GROUPS_PER_BATCH);
      listCount += batch.reduce((sum, one) => sum + Number(one.leads) + Number(one.members), 0);
      await this.readBatch(syncRunId, context, session, batch);
    }
    await this.database.transaction((tx) =>
      this.runs.addNumbers(tx, syncRunId, { peopleListCount: listCount }),
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
    session: PerunSession,
    batch: readonly Wish[],
  ): Promise<void> {
    const known = await this.known.people(batch.map(({ groupId }) => groupId));
    const answers = await Promise.all(batch.map((wish) => readPeople(session, wish)));
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
  for (const { name, group } of need.projects) {
    if (group === null || !group.isPresent || need.isGone(group.groupId)) continue;
    const { groupId } = group;
    wishes.set(groupId, {
      groupId,
      project: name,
      leads: need.everyone || need.leadsOfAll || group.needsLeads || need.leadsOf.has(groupId),
      members: need.everyone || group.needsMembers || need.membersOf.has(groupId),
    });
  }
  for (const { groupId, name } of need.pulled) {
    if (need.guarded.has(groupId)) continue;
    const known = wishes.get(groupId);
    if (known === undefined || need.always)
      wishes.set(groupId, { groupId, project: known?.project ?? name, leads: true, members: true });
  }
  return [...wishes.values()].filter(({ leads, members }) => leads || members);
}

/** The people, or why they could not be read where only this group is concerned. */
async function readPeople(session: PerunSession, wish: Wish): Promise<PulledPeople | DomainError> {
  try {
    const [leads, members] = await Promise.all([
      wish.leads ? session.leads(wish.groupId) : null,
      wish.members ? session.members(wish.groupId) : null,
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
