import { hasPermission, type Principal } from '../../auth/index.js';

/** What of the projects a principal may see. */
export interface Viewer {
  /** Every project, unverified ones included. */
  readonly seesAll: boolean;
  readonly leads: readonly string[];
  readonly memberOf: readonly string[];
}

export function viewerOf(principal: Principal): Viewer {
  const user = principal.kind === 'person' ? principal.user : null;
  return {
    seesAll: hasPermission(principal, 'project:read-all'),
    leads: user?.leads ?? [],
    memberOf: user?.memberOf ?? [],
  };
}

/** Why a viewer may see a project that they may see. */
export function roleIn(viewer: Viewer, projectName: string): 'lead' | 'member' | 'staff' {
  if (viewer.leads.includes(projectName)) return 'lead';
  return viewer.memberOf.includes(projectName) ? 'member' : 'staff';
}
