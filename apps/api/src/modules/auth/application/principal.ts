import {
  type ApiTokenScope,
  type Me,
  type Permission,
  type StaffRole,
} from '@os-credits/contracts';

/** A person as the identity provider described them at sign-in. */
export type SignedInUser = NonNullable<Me['user']>;

/** Who a request comes from. */
export type Principal =
  | { readonly kind: 'person'; readonly user: SignedInUser }
  | {
      readonly kind: 'api-token';
      readonly tokenId: string;
      readonly scopes: readonly ApiTokenScope[];
    };

const STAFF_VIEWER: readonly Permission[] = [
  'project:read',
  'project:read-all',
  'quarantine:read',
  'operations:read',
  'jobs:read',
  'perun:read',
  'credit-rules:read',
  'audit:read',
];

const STAFF_EDITOR: readonly Permission[] = [
  ...STAFF_VIEWER,
  'quarantine:resolve',
  'ledger:verify',
  'ledger:write',
  'readings:import',
  'perun:sync',
  'credit-rules:write',
  'credit-rules:publish',
];

const STAFF_PERMISSIONS: Readonly<Record<StaffRole, readonly Permission[]>> = {
  viewer: STAFF_VIEWER,
  editor: STAFF_EDITOR,
  admin: [...STAFF_EDITOR, 'operations:write', 'schedules:write'],
};

/** What a principal may do: staff by their role, everybody else what belongs to their projects. */
export function permissionsOf(principal: Principal): ReadonlySet<Permission> {
  if (principal.kind === 'api-token') {
    return new Set(principal.scopes.includes('read:all') ? STAFF_VIEWER : []);
  }
  const { staffRole } = principal.user;
  return new Set(staffRole === null ? (['project:read'] as const) : STAFF_PERMISSIONS[staffRole]);
}

export function hasPermission(principal: Principal, permission: Permission): boolean {
  return permissionsOf(principal).has(permission);
}
