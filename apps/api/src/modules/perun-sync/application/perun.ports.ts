import { type PerunCheck } from '@os-credits/contracts';
import { type PulledGroup, type PulledPerson, type Timestamps } from './plan/pulled.js';
import { type AuditMessage } from './plan/audit-events.js';

/** What Perun showed: the groups, and the resources that answered with none at all. */
export interface Pull {
  readonly groups: readonly PulledGroup[];
  readonly emptyResources: ReadonlySet<number>;
}

/** Values for one group, in one call: all or nothing. `undefined` leaves a value alone. */
export interface GroupWrite {
  readonly groupId: number;
  readonly resourceId: number;
  readonly used?: string;
  readonly granted?: string;
  readonly timestamps?: Timestamps;
}

/**
 * Perun for the length of one piece of work.
 *
 * Methods reject with a DomainError `perun-failed`: kind `dependency` where the same call may succeed
 * later, another kind where it would fail again.
 */
export interface PerunSession {
  /** Calls made so far, repeated ones counted each time. */
  readonly callCount: number;
  voId(): Promise<number>;
  /** Every group of every resource; one call per resource, at the same time. */
  pullResources(onRead?: (done: number, total: number) => void): Promise<Pull>;
  /** Only these groups; ones that are gone or assigned nowhere are left out. */
  pullGroups(groupIds: readonly number[]): Promise<Pull>;
  /** The group of a name, or null. */
  findGroup(name: string): Promise<number | null>;
  leads(groupId: number): Promise<PulledPerson[]>;
  members(groupId: number): Promise<PulledPerson[]>;
  /**
   * The members of every group of the organisation, by the group's name; one call. null where Perun does
   * not show them that way.
   */
  membersByGroup(): Promise<ReadonlyMap<string, readonly PulledPerson[]> | null>;
  lastMessageId(): Promise<number>;
  /** Messages from an id on; null where the account may not read them, or where there are too many. */
  messagesFrom(id: number): Promise<AuditMessage[] | null>;
  write(values: GroupWrite): Promise<void>;
  check(): Promise<PerunCheck>;
  close(): Promise<void>;
}

export abstract class PerunGateway {
  /** @throws DomainError `perun-off` */
  abstract open(signal?: AbortSignal): PerunSession;
}
