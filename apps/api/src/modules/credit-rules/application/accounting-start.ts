import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { CREDIT_RULES_SETTINGS, type CreditRulesSettings } from '../../../platform/config/index.js';
import { Database } from '../../../platform/database/index.js';

/**
 * The first day that is accounted for. Exporters count usage from here, and no cost table takes effect
 * before it. As set; otherwise the day of installation or of the first reading, whichever is earlier.
 */
@Injectable()
export class AccountingStart {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CREDIT_RULES_SETTINGS) private readonly settings: CreditRulesSettings,
  ) {}

  /** `YYYY-MM-DD` */
  async isoDay(): Promise<string> {
    if (this.settings.ACCOUNTING_START_DATE !== undefined)
      return this.settings.ACCOUNTING_START_DATE;
    return this.earliestDay();
  }

  /** Its beginning, as an instant. */
  async instant(): Promise<string> {
    return `${await this.isoDay()}T00:00:00.000Z`;
  }

  /** Asked each time: it moves while history comes in, and an index answers it. */
  private async earliestDay(): Promise<string> {
    const [row] = await this.database.query<{ day: string }>(
      `select (least((select min(created_at) from installation), (select min(first_at) from series),
                     $1::timestamptz) at time zone 'UTC')::date as day`,
      [this.clock.now()],
    );
    if (row === undefined) throw new Error('the database did not answer with a day');
    return row.day;
  }
}
