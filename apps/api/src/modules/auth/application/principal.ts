import { type ApiTokenScope, type Me, type Permission } from '@os-credits/contracts';

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
];

/** What a principal may do. Staff roles differ in what they may change, which nothing does yet. */
export function permissionsOf(principal: Principal): ReadonlySet<Permission> {
  if (principal.kind === 'api-token') {
    return new Set(principal.scopes.includes('read:all') ? STAFF_VIEWER : []);
  }
  return new Set(principal.user.staffRole === null ? (['project:read'] as const) : STAFF_VIEWER);
}

export function hasPermission(principal: Principal, permission: Permission): boolean {
  return permissionsOf(principal).has(permission);
}
