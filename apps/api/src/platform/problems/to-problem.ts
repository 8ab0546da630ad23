import { problemCodes, type ProblemCode, type ProblemDocument } from '@os-credits/contracts';
import { HttpException } from '@nestjs/common';
import { DomainError, type FieldFault, type VersionConflict } from './domain-error.js';

/** A problem document with the headers that belong to it. */
export interface ProblemAnswer {
  readonly document: ProblemDocument;
  readonly headers: Readonly<Record<string, string>>;
  /** Nobody expected it: log the whole error. */
  readonly isUnexpected: boolean;
}

const BAD_URL =
  'The address has a percent code that is no UTF-8 text. Encode names as UTF-8, such as "ü" as %C3%BC.';

interface Cause {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldFault[];
  readonly conflict?: VersionConflict | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Turns anything thrown into an RFC 9457 problem document.
 *
 * @param instance request id, which the log has too
 */
export function toProblem(error: unknown, instance: string): ProblemAnswer {
  const known = fromDomainError(error) ?? fromHttpError(error);
  const cause: Cause = known ?? {
    code: 'internal',
    detail: 'Something unexpected happened. The log has it under the id in "instance".',
  };
  const { status, title } = problemCodes[cause.code];
  const document: ProblemDocument = {
    type: `/problems/${cause.code}`,
    title,
    status,
    detail: cause.detail,
    instance,
    code: cause.code,
    ...(cause.errors === undefined || cause.errors.length === 0
      ? {}
      : { errors: [...cause.errors] }),
    ...(cause.conflict ? { conflict: cause.conflict } : {}),
  };
  return { document, headers: cause.headers ?? {}, isUnexpected: known === null };
}

function fromDomainError(error: unknown): Cause | null {
  if (!(error instanceof DomainError)) return null;
  const headers: Record<string, string> = {};
  if (error.retryAfterSeconds !== null) headers['retry-after'] = String(error.retryAfterSeconds);
  if (error.code === 'unauthenticated') headers['www-authenticate'] = 'Bearer realm="os-credits"';
  return {
    code: error.code,
    detail: error.message,
    errors: error.errors,
    conflict: error.conflict,
    headers,
  };
}

/** Errors of Fastify and Nest carry a status; what else they say is for developers, so it is not shown. */
function fromHttpError(error: unknown): Cause | null {
  const status = statusOf(error);
  if (status === null) return null;
  if (isOfFastify(error, 'FST_ERR_BAD_URL')) return { code: 'invalid-request', detail: BAD_URL };
  switch (status) {
    case 404:
      return { code: 'route-not-found', detail: 'Nothing is served at this address.' };
    case 405:
      return { code: 'method-not-allowed', detail: 'This address does not take this method.' };
    case 413:
      return { code: 'payload-too-large', detail: 'Send less at once.' };
    case 415:
      return {
        code: 'unsupported-media-type',
        detail: 'Send a content type that this address documents.',
      };
    case 503:
      return {
        code: 'overloaded',
        detail: 'The service is stopping or busy; try again.',
        headers: { 'retry-after': '5' },
      };
    default:
      return status >= 400 && status < 500
        ? { code: 'malformed-body', detail: clientFault(error) }
        : null;
  }
}

function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}

/** Fastify's messages about a request it could not read ("Body is not valid JSON…") are safe to show. */
function clientFault(error: unknown): string {
  const isSafe = error instanceof SyntaxError || isOfFastify(error, 'FST_');
  return isSafe ? error.message : 'The request cannot be read.';
}

function isOfFastify(error: unknown, codePrefix: string): error is Error {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith(codePrefix)
  );
}
