import type { Role } from '../state/rows.js';

/*
 * Who may call what, beside PERUNADMIN: the roles that matter for credits, from Perun's
 * perun-roles.yml. Roles that this simulator does not have are left out.
 */

export const READ_GROUP: readonly Role[] = [
  'PERUNOBSERVER',
  'VOADMIN',
  'VOOBSERVER',
  'GROUPADMIN',
  'GROUPOBSERVER',
];
export const WRITE_GROUP: readonly Role[] = ['VOADMIN', 'GROUPADMIN'];
export const READ_VO: readonly Role[] = ['PERUNOBSERVER', 'VOADMIN', 'VOOBSERVER'];
export const WRITE_VO: readonly Role[] = ['VOADMIN'];
export const READ_RESOURCE: readonly Role[] = [
  'PERUNOBSERVER',
  'VOADMIN',
  'VOOBSERVER',
  'RESOURCEADMIN',
];
export const WRITE_RESOURCE: readonly Role[] = ['VOADMIN', 'RESOURCEADMIN'];
export const READ_USER: readonly Role[] = ['PERUNOBSERVER', 'VOADMIN', 'VOOBSERVER', 'SELF'];
export const READ_AUDIT: readonly Role[] = ['PERUNOBSERVER', 'AUDITCONSUMERADMIN'];
export const ADMIN_AUDIT: readonly Role[] = ['AUDITCONSUMERADMIN'];
export const OBSERVE: readonly Role[] = ['PERUNOBSERVER'];
/** Any user that Perun knows. */
export const KNOWN_USER: readonly Role[] = ['SELF'];
export const ADMIN_ONLY: readonly Role[] = [];
