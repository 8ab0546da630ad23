import { Module, type DynamicModule } from '@nestjs/common';
import { INGESTION_SETTINGS, type IngestionSettings } from '../../platform/config/index.js';
import { Backlog } from './application/backlog.js';
import { IngestionRepository } from './application/ingestion.ports.js';
import { ReceiveJsonReadings } from './application/receive-json-readings.use-case.js';
import { ReceiveReadings } from './application/receive-readings.use-case.js';
import { SeriesRegistry } from './application/series-registry.js';
import { IngestionController } from './http/ingestion.controller.js';
import { RawBodies } from './http/raw-bodies.js';
import { ReadingsController } from './http/readings.controller.js';
import { SqlIngestionRepository } from './persistence/sql-ingestion.repository.js';

/** Receives usage and makes it durable; rating is somebody else's. */
@Module({})
export class IngestionModule {
  static forRoot(settings: IngestionSettings): DynamicModule {
    return {
      module: IngestionModule,
      controllers: [IngestionController, ReadingsController],
      providers: [
        { provide: INGESTION_SETTINGS, useValue: settings },
        { provide: IngestionRepository, useClass: SqlIngestionRepository },
        Backlog,
        RawBodies,
        ReceiveJsonReadings,
        ReceiveReadings,
        SeriesRegistry,
      ],
    };
  }
}
