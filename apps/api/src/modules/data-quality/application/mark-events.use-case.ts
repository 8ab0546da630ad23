import { Injectable } from '@nestjs/common';
import { type z } from 'zod';
import {
  type DataQualityStatus,
  type markDataQualityEventsRequest,
  type MarkDataQualityEventsResponse,
} from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { AuditTrail, type Actor } from '../../audit/index.js';
import { DataQualityEvents, type EventIds } from './events.ports.js';

type Request = z.output<typeof markDataQualityEventsRequest>;

/** Staff have seen events, or open them again. */
@Injectable()
export class MarkEvents {
  constructor(
    private readonly database: Database,
    private readonly events: DataQualityEvents,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  run(
    status: DataQualityStatus,
    { select, note, isDryRun }: Request,
    actor: Actor,
  ): Promise<MarkDataQualityEventsResponse> {
    return this.database.transaction(async (tx) => {
      const ids = 'ids' in select ? split(select.ids) : await this.open(tx, status, select.filter);
      const selectedCount = ids.series.length + ids.site.length;
      const at = this.clock.now();
      const changedCount = isDryRun
        ? await this.events.countWithout(tx, status, ids)
        : await this.events.mark(tx, ids, { status, at, by: actor.name, note });
      if (!isDryRun && changedCount > 0) {
        const subject =
          'ids' in select ? select.ids.slice(0, 20).join(',') : JSON.stringify(select.filter);
        await this.audit.record(
          tx,
          {
            actor,
            action: `data-quality-event.${status === 'acknowledged' ? 'acknowledge' : 'reopen'}`,
            subjectKind: 'data-quality-event',
            subject,
            subjectTitle: null,
            reason: note,
            before: null,
            after: { changedCount },
          },
          at,
        );
      }
      return { isDryRun, changedCount, unchangedCount: selectedCount - changedCount };
    });
  }

  private open(
    tx: Tx,
    status: DataQualityStatus,
    filter: Extract<Request['select'], { filter: unknown }>['filter'],
  ): Promise<EventIds> {
    return this.events.idsWithout(tx, status, filter);
  }
}

function split(ids: readonly string[]): EventIds {
  const unique = [...new Set(ids)];
  const of = (kind: string): string[] =>
    unique.flatMap((id) => (id.startsWith(`${kind}.`) ? id.slice(kind.length + 1) : []));
  return { series: of('series'), site: of('site') };
}
