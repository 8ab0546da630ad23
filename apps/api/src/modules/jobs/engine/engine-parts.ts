import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { JobFiles } from '../application/job-files.js';
import { JobTypes } from '../application/job-types.js';
import { JobSignals, LeaseStore } from '../application/jobs.ports.js';
import { Redactor } from '../application/redact.js';
import { RunChildren } from './run-children.js';
import { RunEnds } from './run-ends.js';

/** What executions work with; a bag that is handed on, without rules of its own. */
@Injectable()
export class EngineParts {
  constructor(
    readonly database: Database,
    readonly leases: LeaseStore,
    readonly signals: JobSignals,
    readonly files: JobFiles,
    readonly children: RunChildren,
    readonly ends: RunEnds,
    readonly types: JobTypes,
    readonly clock: Clock,
    readonly redactor: Redactor,
  ) {}
}

/** The worker that an execution runs in. */
export interface ExecutionHost {
  /** Name of the worker, unique over all processes. */
  readonly worker: string;
  /** How long a lease holds from when it is prolonged. */
  readonly leaseMs: number;
  /** Told when a run frees its slot before it ends. */
  readonly onIdle: () => void;
}
