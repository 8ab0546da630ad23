import { z } from 'zod';

/** What a signed-in person or an API token may do. Routes name the one they need. */
export const permissions = [
  'project:read', // projects that one leads or belongs to
  'project:read-all', // every project, unverified ones included
  'quarantine:read',
  'quarantine:resolve', // release or dismiss what is held back
  'operations:read',
  'operations:write', // partitions, demonstration work
  'jobs:read', // every job run, its log and result
  'ledger:verify',
  'ledger:write', // grants, adjustments, reversals, re-rating
  'readings:import',
  'perun:read',
  'perun:sync', // start a sync, decide on its change set, resolve drift
  'schedules:write',
  'credit-rules:read',
  'credit-rules:write', // metrics and drafts of cost tables
  'credit-rules:publish',
  'audit:read', // who changed what
] as const;
export type Permission = (typeof permissions)[number];

export const staffRole = z.enum(['viewer', 'editor', 'admin']);
export type StaffRole = z.infer<typeof staffRole>;

/** Scopes of API tokens. `read:all` is what staff of role viewer may do. */
export const apiTokenScope = z.enum(['read:all']);
export type ApiTokenScope = z.infer<typeof apiTokenScope>;
