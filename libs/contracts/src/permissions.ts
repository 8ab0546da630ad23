import { z } from 'zod';

/** What a signed-in person or an API token may do. Routes name the one they need. */
export const permissions = [
  'project:read', // projects that one leads or belongs to
  'project:read-all', // every project, unverified ones included
  'quarantine:read',
  'operations:read',
] as const;
export type Permission = (typeof permissions)[number];

export const staffRole = z.enum(['viewer', 'editor', 'admin']);
export type StaffRole = z.infer<typeof staffRole>;

/** Scopes of API tokens. `read:all` is what staff of role viewer may do. */
export const apiTokenScope = z.enum(['read:all']);
export type ApiTokenScope = z.infer<typeof apiTokenScope>;
