import { Module } from '@nestjs/common';
import { CorrectionsController } from './http/corrections.controller.js';
import { LedgerModule } from './ledger.module.js';

/** What of the ledger is reached over HTTP. */
@Module({ imports: [LedgerModule], controllers: [CorrectionsController] })
export class LedgerHttpModule {}
