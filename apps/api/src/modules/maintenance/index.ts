export { PartitionMaintenanceJob } from './jobs/partition-maintenance.job.js';
