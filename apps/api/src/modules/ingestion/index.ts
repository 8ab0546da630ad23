export { IngestionModule, ReadingImportModule } from './ingestion.module.js';
export { ImportReadingsJob } from './jobs/import-readings.job.js';
export {
  ReleaseReadings,
  type Release,
  type ReleasedReading,
  type ReleaseVerdict,
} from './application/release-readings.js';
