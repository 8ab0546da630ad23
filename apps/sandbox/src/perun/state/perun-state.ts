import { createHash } from 'node:crypto';
import type {
  AssignmentRow,
  AuditStamp,
  ConsumerRow,
  DefinitionRow,
  FacilityRow,
  GroupMemberRow,
  GroupRow,
  MemberRow,
  ResourceRow,
  RoleGrantRow,
  UserExtSourceRow,
  UserRow,
  ValueRow,
  VoRow,
} from './rows.js';
import { Table, type Key } from './table.js';

/** What is created with a number of its own. */
export type Sequence =
  'group' | 'resource' | 'user' | 'userExtSource' | 'member' | 'role' | 'definition';

/** One written row of a committed transaction; `undefined` is a removal. */
export interface WrittenRow {
  readonly table: string;
  readonly key: Key;
  readonly row: unknown;
}

/** Everything that this Perun knows, in tables. Writing happens in {@link PerunState.transaction}. */
export class PerunState {
  readonly facilities = new Table<FacilityRow>('facilities', {});
  readonly vos = new Table<VoRow>('vos', {});
  readonly groups = new Table<GroupRow, 'vo' | 'parent'>('groups', {
    vo: (row) => row.voId,
    parent: (row) => row.parentGroupId,
  });
  readonly resources = new Table<ResourceRow, 'vo'>('resources', { vo: (row) => row.voId });
  readonly users = new Table<UserRow>('users', {});
  readonly userExtSources = new Table<UserExtSourceRow, 'user' | 'login'>('userExtSources', {
    user: (row) => row.userId,
    login: (row) => row.login,
  });
  readonly members = new Table<MemberRow, 'vo' | 'user'>('members', {
    vo: (row) => row.voId,
    user: (row) => row.userId,
  });
  readonly groupMembers = new Table<GroupMemberRow, 'group' | 'member'>('groupMembers', {
    group: (row) => row.groupId,
    member: (row) => row.memberId,
  });
  readonly assignments = new Table<AssignmentRow, 'group' | 'resource'>('assignments', {
    group: (row) => row.groupId,
    resource: (row) => row.resourceId,
  });
  readonly roles = new Table<RoleGrantRow, 'user' | 'authorizedGroup' | 'object'>('roles', {
    user: (row) => row.userId,
    authorizedGroup: (row) => row.groupId,
    object: (row) => (row.on === null ? null : `${row.on.kind}/${row.on.id}`),
  });
  readonly definitions = new Table<DefinitionRow, 'urn' | 'namespace'>('definitions', {
    urn: (row) => urnOf(row),
    namespace: (row) => row.namespace,
  });
  readonly values = new Table<ValueRow>('values', {});
  readonly consumers = new Table<ConsumerRow>('consumers', {});
  readonly sequences = new Table<number>('sequences', {});

  private undo: (() => void)[] | undefined;
  private written: WrittenRow[] = [];

  /** Every table, for loading and saving. */
  tables(): readonly Table<unknown>[] {
    const tables: readonly unknown[] = [
      this.facilities,
      this.vos,
      this.groups,
      this.resources,
      this.users,
      this.userExtSources,
      this.members,
      this.groupMembers,
      this.assignments,
      this.roles,
      this.definitions,
      this.values,
      this.consumers,
      this.sequences,
    ];
    return tables as readonly Table<unknown>[];
  }

  /**
   * Runs `work`, all or nothing: what it wrote is undone when it throws.
   *
   * @param onCommit gets what was written, before the transaction counts as done
   */
  transaction<Result>(
    work: () => Result,
    onCommit: (written: readonly WrittenRow[]) => void,
  ): Result {
    if (this.undo !== undefined) throw new Error('A transaction is open already.');
    const undo: (() => void)[] = [];
    this.undo = undo;
    this.written = [];
    try {
      const result = work();
      if (this.written.length > 0) onCommit(this.written);
      return result;
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw error;
    } finally {
      this.undo = undefined;
      this.written = [];
    }
  }

  /** Whether the open transaction has written anything. */
  get hasWritten(): boolean {
    return this.written.length > 0;
  }

  /** Writes or removes a row. Only inside a transaction. */
  write<Row>(table: Table<Row, string>, key: Key, row: NoInfer<Row> | undefined): void {
    const undo = this.undo;
    if (undo === undefined) throw new Error(`${table.name} is written outside of a transaction.`);
    const before = table.set(key, row);
    undo.push(() => table.set(key, before));
    this.written.push({ table: table.name, key, row });
  }

  /** A number that was never given before. Only inside a transaction. */
  nextId(sequence: Sequence): number {
    const id = (this.sequences.get(sequence) ?? 0) + 1;
    this.write(this.sequences, sequence, id);
    return id;
  }

  /** Forgets everything. */
  clear(): void {
    for (const table of this.tables()) table.clear();
  }
}

/** The full name of an attribute, which Perun's output leaves out. */
export function urnOf(definition: Pick<DefinitionRow, 'namespace' | 'friendlyName'>): string {
  return `${definition.namespace}:${definition.friendlyName}`;
}

/** The key of a group on a resource. */
export function assignmentKey(groupId: number, resourceId: number): string {
  return `${groupId}/${resourceId}`;
}

/** The key of a member in a group. */
export function groupMemberKey(groupId: number, memberId: number): string {
  return `${groupId}/${memberId}`;
}

/** A UUID that follows from kind and id, so that the same seed gives the same. */
export function uuidFor(kind: string, id: number): string {
  const hex = createHash('sha1').update(`${kind}/${id}`).digest('hex');
  const pieces = [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`];
  return [...pieces, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** The stamp of a row that is made now by somebody. */
export function stampOf(at: string, login: string, userId: number | null): AuditStamp {
  return {
    createdAt: at,
    createdBy: login,
    modifiedAt: at,
    modifiedBy: login,
    createdByUid: userId,
    modifiedByUid: userId,
  };
}
