import { Module } from '@nestjs/common';
import { SetReadingUnits } from './application/set-reading-units.use-case.js';

/** Metrics and cost tables. */
@Module({ providers: [SetReadingUnits], exports: [SetReadingUnits] })
export class CreditRulesModule {}
