import {
  type ApiTokenScope,
  type Me,
  type Permission,
  staffPermissions,
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

/** What a principal may do: staff by their role, everybody else what belongs to their projects. */
export function permissionsOf(principal: Principal): ReadonlySet<Permission> {
  if (principal.kind === 'api-token') {
    return new Set(principal.scopes.includes('read:all') ? staffPermissions.viewer : []);
  }
  const { staffRole } = principal.user;
  return new Set(staffRole === null ? (['project:read'] as const) : staffPermissions[staffRole]);
}

export function hasPermission(principal: Principal, permission: Permission): boolean {
  return permissionsOf(principal).has(permission);
}

/** How the author of a change is named where people read it. */
export function actorName(principal: Principal): string {
  return principal.kind === 'person' ? principal.user.name : `API token ${principal.tokenId}`;
}
