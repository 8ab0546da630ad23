import { z } from 'zod';
import { problemShape } from './problem-shape.js';

/**
 * Every problem code this API answers with, its HTTP status and its title. Each has a page in
 * `docs/problems/<code>.md`, which the `type` member of the document names.
 */
export const problemCodes = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in, or send a valid token' },
  forbidden: { status: 403, title: 'Not allowed' },
  'csrf-token-invalid': { status: 403, title: 'The request lacks its CSRF token' },
  'site-not-allowed': { status: 403, title: 'The token may not write for this site' },
  'project-not-found': { status: 404, title: 'No such project' },
  'charge-not-found': { status: 404, title: 'No such charge' },
  're-rating-plan-not-found': { status: 404, title: 'No such re-rating plan' },
  'entry-not-found': { status: 404, title: 'No such ledger entry' },
  'job-not-found': { status: 404, title: 'No such job' },
  'job-type-not-found': { status: 404, title: 'No such job type' },
  'job-action-refused': { status: 409, title: 'The job is not in a state that allows this' },
  'schedule-not-found': { status: 404, title: 'No such schedule' },
  'upload-not-found': { status: 404, title: 'No such uploaded file' },
  'version-conflict': { status: 409, title: 'Somebody changed it meanwhile' },
  'idempotency-key-reused': {
    status: 409,
    title: 'The idempotency key belongs to another request',
  },
  'sync-run-not-found': { status: 404, title: 'No such sync run' },
  'drift-not-found': { status: 404, title: 'No such drift' },
  'metric-not-found': { status: 404, title: 'No such metric' },
  'metric-locked': { status: 409, title: 'What was rated with it fixes this' },
  'cost-table-not-found': { status: 404, title: 'No such cost table' },
  'cost-table-published': { status: 409, title: 'A published cost table does not change' },
  'publication-refused': { status: 409, title: 'The cost table cannot be published like this' },
  'perun-off': { status: 409, title: 'Perun is not set up' },
  'perun-failed': { status: 502, title: 'Perun did not answer properly' },
  'route-not-found': { status: 404, title: 'No such page' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflict with the present state' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'Content type or encoding not supported' },
  'readings-quarantined': { status: 400, title: 'Some readings were quarantined' },
  'malformed-body': { status: 400, title: 'The body cannot be read' },
  'identity-provider-failed': {
    status: 502,
    title: 'The identity provider did not answer properly',
  },
  overloaded: { status: 503, title: 'Too much is waiting; try again later' },
  'database-unavailable': { status: 503, title: 'The database cannot be reached' },
  internal: { status: 500, title: 'An unexpected error' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problemCodes;

/** RFC 9457 problem document, as `application/problem+json`. */
export const problemDocument = problemShape.extend({
  code: z.enum(Object.keys(problemCodes) as [ProblemCode, ...ProblemCode[]]),
});
export type ProblemDocument = z.infer<typeof problemDocument>;
