import { z } from 'zod';
import { cursor, instant, instantParameter } from './primitives.js';

/** One change by a person, as `GET /api/audit` shows it. */
export const auditEvent = z.object({
  id: z.string(),
  at: instant,
  actor: z.string(),
  action: z.string().meta({ examples: ['cost-table.publish'] }),
  subjectKind: z.string().meta({ examples: ['cost-table', 'metric'] }),
  subject: z.string().meta({ description: 'id or name of what was changed' }),
  subjectTitle: z.string().nullable(),
  reason: z.string().nullable(),
  before: z.unknown().meta({ description: 'what changed, as it was; null when it was made' }),
  after: z.unknown().meta({ description: 'as it is since; null when it was deleted' }),
});
export type AuditEvent = z.infer<typeof auditEvent>;

/** `GET /api/audit`: newest first. */
export const auditQuery = z.object({
  subjectKind: z.string().max(60).optional(),
  subject: z.string().max(256).optional(),
  actor: z.string().max(256).optional(),
  action: z.string().max(60).optional(),
  from: instantParameter.optional(),
  to: instantParameter.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
});
export const auditResponse = z.object({
  events: z.array(auditEvent),
  nextCursor: cursor.nullable(),
});
export type AuditResponse = z.infer<typeof auditResponse>;
