import { Module } from '@nestjs/common';
import { ReadingUnits } from './application/reading-units.js';
import { SetReadingUnits } from './application/set-reading-units.use-case.js';
import { SqlReadingUnits } from './persistence/sql-reading-units.js';

/** Metrics and cost tables. */
@Module({
  providers: [SetReadingUnits, { provide: ReadingUnits, useClass: SqlReadingUnits }],
  exports: [ReadingUnits, SetReadingUnits],
})
export class CreditRulesModule {}
