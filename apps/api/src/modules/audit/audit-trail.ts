import { Injectable } from '@nestjs/common';
import { type AuditEvent } from '@os-credits/contracts';
import { Database, type SqlValue, type Tx } from '../../platform/database/index.js';

/** Who does something: a name for people, and what tells two of the same name apart. */
export interface Actor {
  readonly name: string;
  readonly id: string;
}

/** One change, to be remembered for ever. */
export interface AuditedChange {
  readonly actor: Actor;
  /** `<subject kind>.<verb>`, such as `cost-table.publish`. */
  readonly action: string;
  readonly subjectKind: string;
  readonly subject: string;
  readonly subjectTitle: string | null;
  readonly reason: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

export interface AuditFilter {
  readonly subjectKind: string | null;
  readonly subject: string | null;
  readonly actor: string | null;
  readonly action: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly beforeId: string | null;
  readonly limit: number;
}

const COLUMNS = `id::text, at, actor, action, subject_kind as "subjectKind", subject,
       subject_title as "subjectTitle", reason, before, after`;

/** The audit trail: entries are added in the transaction of the change, and never changed. */
@Injectable()
export class AuditTrail {
  constructor(private readonly database: Database) {}

  /** @param at time of the change, by the process's clock */
  async record(tx: Tx, change: AuditedChange, at: Date): Promise<void> {
    const values: SqlValue[] = [
      at,
      change.actor.name,
      change.actor.id,
      change.action,
      change.subjectKind,
      change.subject,
      change.subjectTitle,
      change.reason,
      toJson(change.before),
      toJson(change.after),
    ];
    await tx.query(
      `insert into audit_event (at, actor, actor_id, action, subject_kind, subject, subject_title, reason, before, after)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb)`,
      values,
    );
  }

  /** Newest first. */
  list(filter: AuditFilter): Promise<AuditEvent[]> {
    return this.database.query<AuditEvent>(
      `select ${COLUMNS} from audit_event
        where ($1::text is null or subject_kind = $1) and ($2::text is null or subject = $2)
          and ($3::text is null or actor = $3) and ($4::text is null or action = $4)
          and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at < $6)
          and ($7::bigint is null or id < $7)
        order by id desc limit $8`,
      [
        filter.subjectKind,
        filter.subject,
        filter.actor,
        filter.action,
        filter.from,
        filter.to,
        filter.beforeId,
        filter.limit,
      ],
    );
  }
}

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
