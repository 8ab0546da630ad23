import { type Permission, type StaffRole } from './permissions.js';

const viewer: readonly Permission[] = [
  'project:read',
  'project:read-all',
  'quarantine:read',
  'operations:read',
  'jobs:read',
  'perun:read',
  'credit-rules:read',
  'audit:read',
];

const editor: readonly Permission[] = [
  ...viewer,
  'quarantine:resolve',
  'ledger:verify',
  'ledger:write',
  'readings:import',
  'perun:sync',
  'credit-rules:write',
  'credit-rules:publish',
];

/**
 * What each staff role may do. The API decides by it; the portal shows by it what will be refused, before
 * anybody tries.
 */
export const staffPermissions: Readonly<Record<StaffRole, readonly Permission[]>> = {
  viewer,
  editor,
  admin: [...editor, 'operations:write', 'schedules:write'],
};
