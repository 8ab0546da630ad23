import type { Wire, WireObject } from '../rpc/wire.js';

/** What happened, with full beans; `name` is the class of Perun's event. */
export interface AuditEvent {
  /** Without the prefix, such as `GroupManagerEvents.GroupDeleted`. */
  readonly event: string;
  readonly message: string;
  readonly members: Readonly<Record<string, Wire>>;
}

/** One line of the audit log. `event` is kept as it was when it happened. */
export interface AuditMessage {
  readonly id: number;
  readonly event: WireObject;
  readonly actor: string;
  readonly createdAt: string;
  readonly createdByUid: number | null;
}

const EVENT_PREFIX = 'cz.metacentrum.perun.audit.events.';
const KEPT_MESSAGES = 20_000;
/** Every so many messages an id is left out, because in a real Perun gaps are normal. */
const GAP_EVERY = 10;

/**
 * Perun's audit log: written after a transaction is committed, so ids follow the order of commits.
 * The oldest messages are dropped.
 */
export class AuditLog {
  private messages: AuditMessage[] = [];
  private newestId = 0;
  private pending: AuditEvent[] = [];

  get lastId(): number {
    return this.newestId;
  }

  /** Notes an event of the open transaction. */
  note(event: AuditEvent): void {
    this.pending.push(event);
  }

  /** The transaction failed: its events never happened. */
  forgetPending(): void {
    this.pending = [];
  }

  /** Writes the events of a committed transaction and returns their messages. */
  writePending(
    by: { login: string; userId: number | null },
    nextTimestamp: () => string,
  ): readonly AuditMessage[] {
    const written = this.pending.map((event): AuditMessage => {
      this.newestId += this.newestId % GAP_EVERY === GAP_EVERY - 1 ? 2 : 1;
      return {
        id: this.newestId,
        event: {
          name: `${EVENT_PREFIX}${event.event}`,
          message: event.message,
          ...event.members,
        },
        actor: by.login,
        createdAt: nextTimestamp(),
        createdByUid: by.userId,
      };
    });
    this.pending = [];
    this.messages.push(...written);
    if (this.messages.length > 2 * KEPT_MESSAGES) {
      this.messages = this.messages.slice(-KEPT_MESSAGES);
    }
    return written;
  }

  /** Messages with ids from `id` on, ascending, at most `count`. */
  from(id: number, count: number): readonly AuditMessage[] {
    const start = this.messages.findIndex((message) => message.id >= id);
    return start === -1 ? [] : this.messages.slice(start, start + count);
  }

  /** The newest first, at most `count`. */
  newest(count: number): readonly AuditMessage[] {
    return this.messages.slice(-count).reverse();
  }

  all(): readonly AuditMessage[] {
    return this.messages;
  }

  /** Takes over the messages of an earlier run. */
  load(messages: readonly AuditMessage[], lastId: number): void {
    this.messages = messages.slice(-KEPT_MESSAGES);
    this.newestId = lastId;
    this.pending = [];
  }
}

/** A message as it goes out; it has no `beanName`. */
export function auditMessageBean(message: AuditMessage): WireObject {
  const { id, event, actor, createdAt, createdByUid } = message;
  return { id, event, actor, createdAt, createdByUid };
}
