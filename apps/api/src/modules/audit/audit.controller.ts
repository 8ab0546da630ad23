import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { auditQuery, auditResponse, type AuditResponse } from '@os-credits/contracts';
import { decodeCursor, encodeCursor, RequirePermission } from '../../platform/http/index.js';
import { AuditTrail } from './audit-trail.js';

/** Id of the last event that was shown. */
const pageKey = z.tuple([z.string().regex(/^\d{1,18}$/)]);

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
    const before = decodeCursor(query.cursor, pageKey);
    const rows = await this.trail.list({
      subjectKind: query.subjectKind ?? null,
      subject: query.subject ?? null,
      actor: query.actor ?? null,
      action: query.action ?? null,
      from: query.from ?? null,
      to: query.to ?? null,
      beforeId: before?.[0] ?? null,
      limit: query.limit + 1,
    });
    const events = rows.slice(0, query.limit);
    const last = events.at(-1);
    return {
      events,
      nextCursor:
        rows.length > events.length && last !== undefined ? encodeCursor([last.id]) : null,
    };
  }
}
