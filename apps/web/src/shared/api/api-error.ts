import { type ProblemDocument } from '@os-credits/contracts';

/** Codes that the browser itself finds out, beside the problem codes of the API. */
export type LocalErrorCode = 'network-unreachable' | 'answer-unexpected';

/** What is wrong with one value of a request; `pointer` is a JSON pointer such as `/parameters/steps`. */
export type FieldFault = NonNullable<ProblemDocument['errors']>[number];

/** With `version-conflict`: what somebody else saved meanwhile. */
export type Conflict = NonNullable<ProblemDocument['conflict']>;

/**
 * A failed call: `code` is a problem code of the API or one of {@link LocalErrorCode}; `instance`
 * is the request id that operators find in the log, null when no answer of the API came.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ProblemDocument['code'] | LocalErrorCode;
  readonly status: number | null;
  readonly instance: string | null;
  readonly faults: readonly FieldFault[];
  readonly conflict: Conflict | null;

  constructor(fields: {
    code: ProblemDocument['code'] | LocalErrorCode;
    message: string;
    status?: number;
    instance?: string;
    faults?: readonly FieldFault[];
    conflict?: Conflict | undefined;
    cause?: unknown;
  }) {
    super(fields.message, { cause: fields.cause });
    this.code = fields.code;
    this.status = fields.status ?? null;
    this.instance = fields.instance ?? null;
    this.faults = fields.faults ?? [];
    this.conflict = fields.conflict ?? null;
  }
}

/** True for failures that trying again may heal: no connection, or the server's own trouble. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === 'network-unreachable' || (error.status !== null && error.status >= 500);
}

/** True when the session is missing or has ended. */
export function isUnauthenticated(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'unauthenticated';
}

/** True when the project does not exist or may not be seen. */
export function isProjectMissing(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'project-not-found';
}
