export { IngestionModule, ReadingImportModule } from './ingestion.module.js';
export { ImportReadingsJob } from './jobs/import-readings.job.js';
