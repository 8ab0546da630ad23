import type { Principal, Subject } from '../access/principal.js';
import { hasRole } from '../access/principal.js';
import { AuditLog, type AuditEvent, type AuditMessage } from '../audit/audit-log.js';
import { checkedError, privilegeError } from '../rpc/perun-error.js';
import { PerunState, stampOf, type WrittenRow } from './perun-state.js';
import type {
  AuditStamp,
  FacilityRow,
  GroupRow,
  MemberRow,
  ResourceRow,
  Role,
  UserRow,
  VoRow,
} from './rows.js';
import { DistinctClock } from './timestamps.js';

/** What makes one instance differ from another. */
export interface PerunInstance {
  readonly nowMs: () => number;
  /**
   * `strict`: group names as Perun demands them; `wide`: any name without a colon, for a cloud whose
   * projects have umlauts and quotes in their names.
   */
  readonly groupNames: 'strict' | 'wide';
  /** What `GET /` and getPerunStatus say. */
  readonly version: string;
  /** Keeps what was committed; absent: nothing survives the process. */
  readonly keep?: (committed: {
    readonly written: readonly WrittenRow[];
    readonly messages: readonly AuditMessage[];
  }) => void;
}

/** Who writes: a caller, or somebody whom a test or a demonstration invents. */
export interface Actor {
  readonly login: string;
  readonly user: { readonly id: number } | undefined;
}

/** The state of a Perun with its transactions, its audit log and its look-ups that fail by name. */
export class Perun {
  readonly state = new PerunState();
  readonly audit = new AuditLog();
  private readonly clock: DistinctClock;
  private actor: Actor = { login: 'perunEngine', user: undefined };

  constructor(readonly instance: PerunInstance) {
    this.clock = new DistinctClock(instance.nowMs);
  }

  /**
   * Runs one operation in a transaction of its own: all or nothing, and its events reach the audit
   * log only after the commit.
   */
  transaction<Result>(actor: Actor, work: () => Result): Result {
    this.actor = actor;
    try {
      let written: readonly WrittenRow[] = [];
      const result = this.state.transaction(work, (rows) => {
        written = rows;
        if (rows.length > 0) this.instance.keep?.({ written: rows, messages: [] });
      });
      this.writeAudit(actor, written.length > 0);
      return result;
    } finally {
      this.audit.forgetPending();
    }
  }

  private writeAudit(actor: Actor, hasWritten: boolean): void {
    if (!hasWritten) return;
    const by = { login: actor.login, userId: actor.user?.id ?? null };
    const messages = this.audit.writePending(by, () => this.now());
    if (messages.length > 0) this.instance.keep?.({ written: [], messages });
  }

  /** An instant that no other write has. */
  now(): string {
    return this.clock.next();
  }

  /** The stamp of a row that the current actor makes now. */
  stamp(): AuditStamp {
    return stampOf(this.now(), this.actor.login, this.actor.user?.id ?? null);
  }

  /** The stamp of a row that the current actor changes now. */
  restamp(stamp: AuditStamp): AuditStamp {
    const { login, user } = this.actor;
    return { ...stamp, modifiedAt: this.now(), modifiedBy: login, modifiedByUid: user?.id ?? null };
  }

  /** The login of whoever writes now. */
  get actorLogin(): string {
    return this.actor.login;
  }

  event(event: AuditEvent): void {
    this.audit.note(event);
  }

  group(id: number): GroupRow {
    const group = this.state.groups.get(id);
    if (group === undefined) {
      throw checkedError('GroupNotExistsException', `Group id=${id}`, { group: null });
    }
    return group;
  }

  vo(id: number): VoRow {
    const vo = this.state.vos.get(id);
    if (vo === undefined) throw voNotExists();
    return vo;
  }

  resource(id: number): ResourceRow {
    const resource = this.state.resources.get(id);
    if (resource === undefined) {
      const text = `Resource with ID=${id} not exists`;
      throw checkedError('ResourceNotExistsException', text, { resource: null });
    }
    return resource;
  }

  facility(id: number): FacilityRow {
    const facility = this.state.facilities.get(id);
    if (facility === undefined) {
      throw checkedError('FacilityNotExistsException', `Facility id=${id}`, { facility: null });
    }
    return facility;
  }

  user(id: number): UserRow {
    const user = this.state.users.get(id);
    if (user === undefined) {
      throw checkedError('UserNotExistsException', `User id=${id}`, { user: null });
    }
    return user;
  }

  member(id: number): MemberRow {
    const member = this.state.members.get(id);
    if (member === undefined) {
      throw checkedError('MemberNotExistsException', `Member id=${id}`, { member: null });
    }
    return member;
  }

  /** @throws PrivilegeException unless the caller has one of the roles on the subject */
  demand(
    principal: Principal,
    allowed: readonly Role[],
    subject: Subject,
    operation: string,
  ): void {
    if (!hasRole(principal, allowed, subject)) throw privilegeError(principal.login, operation);
  }
}

/** There is no such VO, by id or by short name. */
export function voNotExists(): Error {
  return checkedError('VoNotExistsException', 'Incorrect result size: expected 1, actual 0', {
    vo: null,
  });
}

/** What a right on a group is asked with. */
export function groupSubject(group: GroupRow): Subject {
  return { voId: group.voId, groupId: group.id };
}

/** What a right on a resource is asked with. */
export function resourceSubject(resource: ResourceRow): Subject {
  return { voId: resource.voId, resourceId: resource.id, facilityId: resource.facilityId };
}
