import { Module } from '@nestjs/common';
import { CompletenessRepository } from './application/completeness.ports.js';
import { CountCompleteness } from './application/count-completeness.use-case.js';
import { SqlCompletenessRepository } from './persistence/sql-completeness.repository.js';

/** Counts expected and received readings; for the worker. */
@Module({
  providers: [
    CountCompleteness,
    { provide: CompletenessRepository, useClass: SqlCompletenessRepository },
  ],
  exports: [CountCompleteness, CompletenessRepository],
})
export class CompletenessModule {}
