export { AuditTrail, type Actor, type AuditedChange } from './audit-trail.js';
export { AuditHttpModule, AuditModule } from './audit.module.js';
export { actorOf } from './actor-of.js';
