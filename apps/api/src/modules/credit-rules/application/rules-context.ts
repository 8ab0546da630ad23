import { Inject, Injectable } from '@nestjs/common';
import { Decimal, unitsOffered } from '@os-credits/credits';
import { type CreditRulesContext } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { CREDIT_RULES_SETTINGS, type CreditRulesSettings } from '../../../platform/config/index.js';
import { Database } from '../../../platform/database/index.js';
import { AccountingStart } from './accounting-start.js';
import { CostTableRepository } from './cost-table.ports.js';

/** What the editors of metrics and cost tables need to know before they offer anything. */
@Injectable()
export class RulesContext {
  constructor(
    private readonly database: Database,
    private readonly tables: CostTableRepository,
    private readonly accountingStart: AccountingStart,
    private readonly clock: Clock,
    @Inject(CREDIT_RULES_SETTINGS) private readonly settings: CreditRulesSettings,
  ) {}

  async show(): Promise<CreditRulesContext> {
    const now = this.clock.now().toISOString();
    const limit = Decimal.of(this.settings.PUBLISH_FOUR_EYES_CREDITS);
    return {
      now,
      accountingStart: await this.accountingStart.instant(),
      fourEyesCredits: limit.isZero() ? null : limit.toString(),
      tableInForce: await this.tables.inForceAt(this.database, now),
      units: unitsOffered(),
      sites: await this.tables.sites(this.database),
    };
  }
}
