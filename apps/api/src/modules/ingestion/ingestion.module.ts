import { Module } from '@nestjs/common';
import { Backlog } from './application/backlog.js';
import { JobsModule } from '../jobs/index.js';
import { ImportReadings } from './application/import/import-readings.use-case.js';
import { IngestionRepository } from './application/ingestion.ports.js';
import { ReceiveJsonReadings } from './application/receive-json-readings.use-case.js';
import { ReceiveReadings } from './application/receive-readings.use-case.js';
import { ReleaseReadings } from './application/release-readings.js';
import { SeriesRegistry } from './application/series-registry.js';
import { IngestionController } from './http/ingestion.controller.js';
import { RawBodies } from './http/raw-bodies.js';
import { ReadingsController } from './http/readings.controller.js';
import { SqlIngestionRepository } from './persistence/sql-ingestion.repository.js';

/** Receives usage and makes it durable; rating is somebody else's. */
@Module({
  controllers: [IngestionController, ReadingsController],
  providers: [
    { provide: IngestionRepository, useClass: SqlIngestionRepository },
    Backlog,
    RawBodies,
    ReceiveJsonReadings,
    ReceiveReadings,
    ReleaseReadings,
    SeriesRegistry,
  ],
  exports: [ReleaseReadings],
})
export class IngestionModule {}

/** Takes readings from files, for the job that does so. */
@Module({
  imports: [JobsModule],
  providers: [{ provide: IngestionRepository, useClass: SqlIngestionRepository }, ImportReadings],
  exports: [ImportReadings],
})
export class ReadingImportModule {}
