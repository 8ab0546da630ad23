import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import { LedgerRepository, type PostGrantInput, type PostOutcome } from './ledger.ports.js';

/** Gives a project credits: one ledger entry, once per idempotency key. */
@Injectable()
export class PostGrant {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerRepository,
  ) {}

  async execute(grant: PostGrantInput): Promise<PostOutcome> {
    return this.database.transaction(async (tx) => {
      const projectId = await this.ledger.ensureProject(tx, grant.projectName);
      return this.ledger.postGrant(tx, projectId, grant);
    });
  }
}
