import { type Clock } from '../../../platform/clock/index.js';
import { type Database } from '../../../platform/database/index.js';
import { type JobFiles } from '../application/job-files.js';
import { type JobSignals, type LeaseStore } from '../application/jobs.ports.js';
import { type Redactor } from '../application/redact.js';
import { type RunChildren } from './run-children.js';
import { type RunEnds } from './run-ends.js';

/** What an execution works with. */
export interface EngineParts {
  readonly database: Database;
  readonly leases: LeaseStore;
  readonly signals: JobSignals;
  readonly files: JobFiles;
  readonly children: RunChildren;
  readonly ends: RunEnds;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** Until when a lease holds that is prolonged now. */
  readonly leaseEnd: () => Date;
  /** Told when a run frees its slot before it ends. */
  readonly onIdle: () => void;
}
