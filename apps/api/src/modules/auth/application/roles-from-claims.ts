import { staffRole, type StaffRole } from '@os-credits/contracts';
import { type AuthSettings } from '../../../platform/config/index.js';
import { type SignedInUser } from './principal.js';

type ClaimNames = Pick<
  AuthSettings,
  'OIDC_CLAIM_LEADS' | 'OIDC_CLAIM_MEMBER_OF' | 'OIDC_CLAIM_STAFF'
>;

/** Strongest first. */
const STAFF_ROLES: readonly StaffRole[] = ['admin', 'editor', 'viewer'];

/**
 * A person from the claims of their ID token and user info. Claims of another shape than expected grant
 * nothing.
 */
export function userFromClaims(
  claims: Readonly<Record<string, unknown>> & { readonly sub: string },
  names: ClaimNames,
): SignedInUser {
  const email = textOrNull(claims['email']);
  return {
    subject: claims.sub,
    name:
      textOrNull(claims['name']) ?? textOrNull(claims['preferred_username']) ?? email ?? claims.sub,
    email,
    locale: textOrNull(claims['locale']),
    leads: texts(claims[names.OIDC_CLAIM_LEADS]),
    memberOf: texts(claims[names.OIDC_CLAIM_MEMBER_OF]),
    staffRole: strongestRole(texts(claims[names.OIDC_CLAIM_STAFF])),
  };
}

function strongestRole(given: readonly string[]): StaffRole | null {
  return STAFF_ROLES.find((role) => given.includes(staffRole.enum[role])) ?? null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Providers send a list, or the bare value where there is only one. */
function texts(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return [
    ...new Set(list.filter((entry) => typeof entry === 'string' && entry !== '')),
  ] as string[];
}
