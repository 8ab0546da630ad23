import { Injectable } from '@nestjs/common';
import { JobType, type JobContext, type JobOutcome } from '../../jobs/index.js';
import {
  importGrantsParameters,
  importGrantsResult,
  type ImportGrantsCheckpoint,
  type ImportGrantsParameters,
  type ImportGrantsResult,
} from '../application/import-grants/import-grants.contract.js';
import { ImportGrants } from '../application/import-grants/import-grants.use-case.js';

/** `import-grants`: grants from a table, all or none, once per key. */
@Injectable()
export class ImportGrantsJob extends JobType<
  typeof importGrantsParameters,
  typeof importGrantsResult,
  ImportGrantsCheckpoint
> {
  readonly type = 'import-grants';
  readonly title = { en: 'Import grants', de: 'Bewilligungen einlesen' };
  readonly description = {
    en: 'Books grants from a table. Where a line is bad nothing is booked; the same table again books nothing.',
    de: 'Bucht Bewilligungen aus einer Tabelle. Ist eine Zeile fehlerhaft, wird nichts gebucht; dieselbe Tabelle noch einmal bucht nichts.',
  };
  readonly parameters = importGrantsParameters;
  readonly result = importGrantsResult;
  readonly resultView = 'table';
  readonly permission = 'ledger:write';
  readonly isDryRunnable = true;
  readonly retry = { attemptsMax: 5, delaySeconds: 5 };

  constructor(private readonly importGrants: ImportGrants) {
    super();
  }

  async run(
    context: JobContext<ImportGrantsParameters, ImportGrantsCheckpoint>,
  ): Promise<JobOutcome<ImportGrantsResult>> {
    return { kind: 'done', result: await this.importGrants.execute(context) };
  }
}
