import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { type PerunSession, type Pull } from './perun.ports.js';
import { readAuditLog, type AuditFindings, type AuditMessage } from './plan/audit-events.js';
import { type KnownProject } from './plan/known.js';
import { planChangeSet } from './plan/plan-change-set.js';
import { ReadPeople, type PeopleNeed } from './read-people.js';
import { PHASES, scopeOf, type SyncCheckpoint, type SyncJobContext } from './sync-job.js';
import { SyncRules } from './sync-rules.js';
import { KnownStore, SyncRunStore, type SyncScope } from './sync.ports.js';

const DAY_MS = 86_400_000;
/** Messages are written after the commit and by several processes, so a few may come out of order. */
const MESSAGE_OVERLAP = 50;
const NO_FINDINGS: AuditFindings = {
  touched: new Set(),
  leadsOf: new Set(),
  membersOf: new Set(),
  users: new Set(),
  everyone: false,
};

interface Heard {
  /** Those that no run has read yet. */
  readonly messages: readonly AuditMessage[];
  /** The log could not be followed: only a full pull shows what changed. */
  readonly isLost: boolean;
  readonly messageId: number | null;
  readonly recentIds: readonly number[];
}

interface Scope {
  readonly pull: Pull;
  readonly isAsked: (groupId: number) => boolean;
  /** Known projects to compare with; null for all. */
  readonly filter: {
    readonly groupIds: readonly number[];
    readonly names: readonly string[];
  } | null;
  readonly isAll: boolean;
}

/** Reads Perun, compares, and stores what would change. Touches nothing but the run and its change set. */
@Injectable()
export class ComputeChangeSet {
  constructor(
    private readonly database: Database,
    private readonly runs: SyncRunStore,
    private readonly known: KnownStore,
    private readonly people: ReadPeople,
    private readonly rules: SyncRules,
    private readonly clock: Clock,
  ) {}

  async execute(
    syncRunId: string,
    context: SyncJobContext,
    session: PerunSession,
  ): Promise<SyncCheckpoint> {
    context.progress({ done: 0, total: null, phase: PHASES.pull });
    const heard = await this.listen(context, session);
    const { scope, projects, findings } = await this.read(context, session, heard);
    const groupCount = scope.pull.groups.length;
    context.log('info', {
      en: `Perun showed ${groupCount} groups in ${session.callCount} calls.`,
      de: `Perun zeigte ${groupCount} Gruppen in ${session.callCount} Aufrufen.`,
    });
    context.progress({ done: 0, total: groupCount, phase: PHASES.plan });
    const changes = planChangeSet({
      projects,
      pulled: scope.pull.groups,
      isAsked: scope.isAsked,
      emptyResources: scope.pull.emptyResources,
      rules: this.rules.values,
      limits: this.rules.limits,
    });
    await this.database.transaction(async (tx) => {
      await this.runs.removeItems(tx, syncRunId);
      await this.runs.addItems(tx, syncRunId, changes.items);
      await this.runs.addNumbers(tx, syncRunId, {
        groupCount,
        changedGroupCount: changes.changedGroupCount,
      });
      if (!context.isDryRun) await this.known.remember(tx, changes.seen, this.clock.now());
    });
    context.progress({ done: groupCount, total: groupCount, phase: PHASES.plan });
    const everyone = scope.isAll && (await this.isEveryoneDue(context, heard));
    const pulledIds = new Set(scope.pull.groups.map(({ groupId }) => groupId));
    const need: PeopleNeed = {
      ...(await this.audience(findings)),
      everyone,
      projects,
      isGone: (groupId) => scope.isAsked(groupId) && !pulledIds.has(groupId),
      pulled: scope.pull.groups,
      guarded: new Set(
        changes.items.flatMap((one) => (one.guard === 'name-taken' ? [one.groupId] : [])),
      ),
      always: scopeOf(context.parameters) === 'project',
    };
    await this.people.execute(syncRunId, context, session, need);
    return { syncRunId, messageId: heard.messageId, recentIds: heard.recentIds, everyone };
  }

  /** What the audit log says since the last run. */
  private async listen(context: SyncJobContext, session: PerunSession): Promise<Heard> {
    const nothing: Heard = {
      messages: [],
      isLost: false,
      messageId: null,
      recentIds: [],
    };
    if (scopeOf(context.parameters) === 'project') return nothing;
    const cursor = await this.known.cursor();
    if (cursor.messageId === null)
      return { ...nothing, isLost: true, messageId: await session.lastMessageId() };
    const from = Math.max(1, cursor.messageId + 1 - MESSAGE_OVERLAP);
    const messages = await session.messagesFrom(from);
    if (messages === null) {
      context.log('warn', {
        en: "Perun's audit log cannot be followed; everybody's leads and members are read.",
        de: 'Dem Protokoll von Perun ist nicht zu folgen; Leitungen und Mitglieder aller werden gelesen.',
      });
      return { ...nothing, isLost: true, messageId: await session.lastMessageId() };
    }
    const known = new Set(cursor.recentIds);
    const fresh = messages.filter(({ id }) => !known.has(id));
    const messageId = fresh.reduce((last, { id }) => Math.max(last, id), cursor.messageId);
    const recentIds = messages.flatMap(({ id }) => (id > messageId - MESSAGE_OVERLAP ? [id] : []));
    return { messages: fresh, isLost: false, messageId, recentIds };
  }

  private async understand({ messages }: Heard, session: PerunSession): Promise<AuditFindings> {
    if (messages.length === 0) return NO_FINDINGS;
    const ours = await this.known.groupIds();
    return readAuditLog(messages, await session.voId(), (id) => ours.has(id));
  }

  /** Perun's side and ours; both at once where everything is read anyway. */
  private async read(
    context: SyncJobContext,
    session: PerunSession,
    heard: Heard,
  ): Promise<{ scope: Scope; projects: KnownProject[]; findings: AuditFindings }> {
    const { resources } = this.rules;
    const asked = scopeOf(context.parameters);
    if (asked === 'all' || (asked === 'incremental' && heard.isLost)) {
      const [scope, projects] = await Promise.all([
        this.pullAll(asked, context, session),
        this.known.projects(null, resources),
      ]);
      // Only now: what was read says which organisation it is, without another call.
      return { scope, projects, findings: await this.understand(heard, session) };
    }
    const findings = await this.understand(heard, session);
    const scope = await this.pullSome(context, session, findings);
    return { scope, projects: await this.known.projects(scope.filter, resources), findings };
  }

  private async pullAll(
    asked: SyncScope,
    context: SyncJobContext,
    session: PerunSession,
  ): Promise<Scope> {
    if (asked === 'incremental')
      context.log('info', {
        en: 'There is no place in the audit log to go on from: this run reads everything.',
        de: 'Im Protokoll ist keine Stelle bekannt, ab der es weiterginge: Dieser Lauf liest alles.',
      });
    const pull = await session.pullResources((done, total) => {
      context.progress({ done, total, phase: PHASES.pull });
    });
    return { pull, isAsked: () => true, filter: null, isAll: true };
  }

  /** One project, or the groups that the audit log names. */
  private async pullSome(
    context: SyncJobContext,
    session: PerunSession,
    findings: AuditFindings,
  ): Promise<Scope> {
    const { project } = context.parameters;
    if (project !== undefined) return this.pullProject(project, session);
    const { touched, leadsOf, membersOf } = findings;
    const pull: Pull =
      touched.size === 0
        ? { groups: [], emptyResources: new Set() }
        : await session.pullGroups([...touched]);
    const names = pull.groups.map(({ name }) => name);
    return {
      pull,
      isAsked: (groupId) => touched.has(groupId),
      // People may have changed in groups whose values did not: they are found by their group's id.
      filter: { groupIds: [...touched, ...leadsOf, ...membersOf], names },
      isAll: false,
    };
  }

  private async pullProject(name: string, session: PerunSession): Promise<Scope> {
    const groupId = (await this.known.groupOfProject(name)) ?? (await session.findGroup(name));
    if (groupId === null) {
      throw new DomainError({
        code: 'project-not-found',
        kind: 'not-found',
        message: `Neither we nor Perun know a project "${name}".`,
      });
    }
    const pull = await session.pullGroups([groupId]);
    return {
      pull,
      isAsked: (asked) => asked === groupId,
      filter: { groupIds: [groupId], names: [name, ...pull.groups.map((group) => group.name)] },
      isAll: false,
    };
  }

  private async audience(
    findings: AuditFindings,
  ): Promise<Pick<PeopleNeed, 'leadsOf' | 'membersOf' | 'leadsOfAll'>> {
    const ofUsers = await this.known.groupsOfUsers([...findings.users]);
    return {
      leadsOf: new Set([...findings.leadsOf, ...ofUsers]),
      membersOf: new Set([...findings.membersOf, ...ofUsers]),
      leadsOfAll: findings.everyone,
    };
  }

  private async isEveryoneDue(context: SyncJobContext, heard: Heard): Promise<boolean> {
    if (context.parameters.refreshPeople === 'all' || heard.isLost) return true;
    const { peopleAllAt } = await this.known.cursor();
    const dueMs = this.clock.now().getTime() - this.rules.peopleDays * DAY_MS;
    return peopleAllAt === null || Date.parse(peopleAllAt) <= dueMs;
  }
}
