import { Module } from '@nestjs/common';
import { BrowseEvents } from './application/browse-events.js';
import { DataQualityEvents } from './application/events.ports.js';
import { SqlDataQualityEvents } from './persistence/sql-data-quality-events.js';

/** Reads gaps, resets and silent sites; for the HTTP process and the command line. */
@Module({
  providers: [BrowseEvents, { provide: DataQualityEvents, useClass: SqlDataQualityEvents }],
  exports: [BrowseEvents, DataQualityEvents],
})
export class DataQualityEventsModule {}
