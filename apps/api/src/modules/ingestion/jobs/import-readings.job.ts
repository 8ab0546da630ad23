import { Injectable } from '@nestjs/common';
import { JobType, type JobContext, type JobOutcome } from '../../jobs/index.js';
import {
  importReadingsParameters,
  importReadingsResult,
  type ImportCheckpoint,
  type ImportReadingsParameters,
  type ImportReadingsResult,
} from '../application/import/import-readings.contract.js';
import { ImportReadings } from '../application/import/import-readings.use-case.js';

/** `import-readings`: usage from a file, as if its senders had sent it. */
@Injectable()
export class ImportReadingsJob extends JobType<
  typeof importReadingsParameters,
  typeof importReadingsResult,
  ImportCheckpoint
> {
  readonly type = 'import-readings';
  readonly title = { en: 'Import readings', de: 'Zählerstände einlesen' };
  readonly description = {
    en: 'Takes readings from a file. What is known already counts once; what cannot be billed is listed by line and kept in quarantine.',
    de: 'Liest Zählerstände aus einer Datei. Bekanntes zählt nur einmal; was nicht abgerechnet werden kann, wird mit Zeile genannt und kommt in die Quarantäne.',
  };
  readonly parameters = importReadingsParameters;
  readonly result = importReadingsResult;
  readonly resultView = 'counts';
  readonly permission = 'readings:import';
  readonly isDryRunnable = true;
  /** An attempt goes on where the last one stopped, so that many cost little. */
  readonly retry = { attemptsMax: 10, delaySeconds: 5 };

  constructor(private readonly importReadings: ImportReadings) {
    super();
  }

  async run(
    context: JobContext<ImportReadingsParameters, ImportCheckpoint>,
  ): Promise<JobOutcome<ImportReadingsResult>> {
    return { kind: 'done', result: await this.importReadings.execute(context) };
  }
}
