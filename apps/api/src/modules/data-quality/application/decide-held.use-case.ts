import { Injectable } from '@nestjs/common';
import { type z } from 'zod';
import {
  type decideHeldChargesRequest,
  type DecideHeldChargesResponse,
} from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { AuditTrail, type Actor } from '../../audit/index.js';
import { DecideHeldCharges, type HeldDecision, type HeldIntervalKey } from '../../rating/index.js';
import { fromHeldChargeId, toHeldChargeId } from './held-charge-id.js';

type Request = z.output<typeof decideHeldChargesRequest>;

/** A decision of staff about held charges, with its entry in the audit trail. */
@Injectable()
export class DecideHeld {
  constructor(
    private readonly decideHeldCharges: DecideHeldCharges,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `overloaded` where rating is busy for too long */
  async run(
    decision: HeldDecision,
    { select, reason, isDryRun }: Request,
    actor: Actor,
  ): Promise<DecideHeldChargesResponse> {
    const { selection, malformed } = selectionOf(select);
    const outcome = await this.decideHeldCharges.execute({
      decision,
      select: selection,
      reason,
      actor: actor.name,
      isDryRun,
      decided: async (tx, { decidedCount, credits }) => {
        const subject =
          'ids' in select ? select.ids.slice(0, 20).join(',') : JSON.stringify(select.filter);
        await this.audit.record(
          tx,
          {
            actor,
            action: decision === 'released' ? 'held-charge.release' : 'held-charge.dismiss',
            subjectKind: 'held-charge',
            subject,
            subjectTitle: null,
            reason,
            before: null,
            after: { decidedCount, credits: credits.toString() },
          },
          this.clock.now(),
        );
      },
    });
    return {
      isDryRun,
      decidedCount: outcome.decidedCount,
      credits: outcome.credits.toString(),
      unchangedCount: outcome.unchangedCount,
      missing: [...malformed, ...outcome.missing.map(toHeldChargeId)],
      remainingCount: outcome.remainingCount,
    };
  }
}

function selectionOf(select: Request['select']): {
  selection: Parameters<DecideHeldCharges['execute']>[0]['select'];
  malformed: string[];
} {
  if (!('ids' in select)) return { selection: { filter: select.filter }, malformed: [] };
  const keys = new Map<string, HeldIntervalKey>();
  const malformed: string[] = [];
  for (const id of new Set(select.ids)) {
    const key = fromHeldChargeId(id);
    if (key === null) malformed.push(id);
    else keys.set(toHeldChargeId(key), key);
  }
  return { selection: { keys: [...keys.values()] }, malformed };
}
