import { Module } from '@nestjs/common';
import { JobsController } from './http/jobs.controller.js';
import { JobsModule } from './jobs.module.js';

/** The API of jobs. */
@Module({
  imports: [JobsModule],
  controllers: [JobsController],
})
export class JobsHttpModule {}
