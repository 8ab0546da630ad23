import { Module } from '@nestjs/common';
import { PortalModule } from '../portal/index.js';
import { CompatReader } from './application/compat.ports.js';
import { CostsPerHour } from './application/costs-per-hour.js';
import { ShowCreditsHistory } from './application/show-credits-history.js';
import { CompatCalculatorController } from './http/calculator.controller.js';
import { CompatController } from './http/compat.controller.js';
import { CostsBody } from './http/costs-body.js';
import { CompatHistoryController } from './http/history.controller.js';
import { SqlCompatReader } from './persistence/sql-compat.reader.js';

/** What exporters and portals that know os_credits call. */
@Module({
  imports: [PortalModule],
  controllers: [CompatController, CompatCalculatorController, CompatHistoryController],
  providers: [
    CostsBody,
    CostsPerHour,
    ShowCreditsHistory,
    { provide: CompatReader, useClass: SqlCompatReader },
  ],
})
export class CompatModule {}
