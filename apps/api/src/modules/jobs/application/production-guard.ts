import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { AuditTrail } from '../../audit/index.js';
import { notForProduction } from './job-errors.js';
import { type JobActor, type JobType } from './job-type.js';
import { JobTypes } from './job-types.js';

/** Keeps types that are not for production out of it, whoever asks and by whatever way. */
@Injectable()
export class ProductionGuard {
  constructor(
    private readonly types: JobTypes,
    private readonly trail: AuditTrail,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * The attempt is remembered in a transaction of its own: what it is refused rolls back.
   *
   * @throws DomainError `forbidden`
   */
  async require(type: JobType, actor: JobActor): Promise<void> {
    if (this.types.isOffered(type)) return;
    const refused = {
      actor: { id: `${actor.kind}:${actor.id}`, name: actor.name },
      action: 'job.refused',
      subjectKind: 'job-type',
      subject: type.type,
      subjectTitle: type.title.en,
      reason: 'not for production',
      before: null,
      after: null,
    };
    await this.database.transaction((tx) => this.trail.record(tx, refused, this.clock.now()));
    throw notForProduction(type.type);
  }
}
