import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { auditQuery, auditResponse, type AuditResponse } from '@os-credits/contracts';
import { RequirePermission } from '../../platform/http/index.js';
import { invalidRequest } from '../../platform/problems/index.js';
import { AuditTrail } from './audit-trail.js';

const eventId = z.string().regex(/^\d{1,18}$/);

@ApiTags('Audit')
@Controller('api/audit')
export class AuditController {
  constructor(private readonly trail: AuditTrail) {}

  @Get()
  @RequirePermission('audit:read')
  @ApiOperation({ summary: 'Who changed what and why, newest first' })
  @ApiOkResponse({ standardSchema: auditResponse })
  async list(
    @Query({ schema: auditQuery }) query: z.output<typeof auditQuery>,
  ): Promise<AuditResponse> {
    const rows = await this.trail.list({
      subjectKind: query.subjectKind ?? null,
      subject: query.subject ?? null,
      actor: query.actor ?? null,
      action: query.action ?? null,
      from: query.from ?? null,
      to: query.to ?? null,
      beforeId: fromCursor(query.cursor),
      limit: query.limit + 1,
    });
    const events = rows.slice(0, query.limit);
    const last = events.at(-1);
    return {
      events,
      nextCursor:
        rows.length > events.length && last !== undefined
          ? Buffer.from(last.id).toString('base64url')
          : null,
    };
  }
}

function fromCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const parsed = eventId.safeParse(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (parsed.success) return parsed.data;
  throw invalidRequest([
    {
      pointer: '/query/cursor',
      code: 'unknown-cursor',
      detail: 'is not a cursor of this list; leave it out to begin at the newest event',
    },
  ]);
}
