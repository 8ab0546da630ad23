import { Module } from '@nestjs/common';
import { JobEventStream } from './application/job-event-stream.js';
import { JobActionsController } from './http/job-actions.controller.js';
import { JobFilesController } from './http/job-files.controller.js';
import { JobLogController } from './http/job-log.controller.js';
import { JobSchedulesController } from './http/job-schedules.controller.js';
import { JobsController } from './http/jobs.controller.js';
import { UploadBodies } from './http/upload-bodies.js';
import { JobMetrics } from './application/job-metrics.js';
import { JobOpenApi } from './http/job-open-api.js';
import { JobsModule } from './jobs.module.js';

/** The API of jobs. */
@Module({
  imports: [JobsModule],
  controllers: [
    JobsController,
    JobActionsController,
    JobLogController,
    JobFilesController,
    JobSchedulesController,
  ],
  providers: [JobEventStream, JobMetrics, JobOpenApi, UploadBodies],
})
export class JobsHttpModule {}
