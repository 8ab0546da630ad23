import { Module } from '@nestjs/common';
import { AuditTrail } from './audit-trail.js';
import { AuditController } from './audit.controller.js';

/** For processes and modules that change something. */
@Module({ providers: [AuditTrail], exports: [AuditTrail] })
export class AuditModule {}

/** The same with its page, for the HTTP process. */
@Module({ imports: [AuditModule], controllers: [AuditController] })
export class AuditHttpModule {}
