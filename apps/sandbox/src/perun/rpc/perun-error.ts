import type { Wire } from './wire.js';

/** Which of the three error shapes an error has (`name`, `type`, or `type` with `errorInfo`). */
export type ErrorFamily = 'checked' | 'runtime' | 'rpc';

/** The protocol errors of `RpcException` that this simulator answers with. */
export type RpcErrorType =
  | 'INVALID_URL'
  | 'UNKNOWN_SERIALIZER_FORMAT'
  | 'WRONGLY_FORMATTED_CONTENT'
  | 'CANNOT_DESERIALIZE_VALUE'
  | 'MISSING_VALUE'
  | 'WRONG_PARAMETER'
  | 'UNKNOWN_MANAGER'
  | 'UNKNOWN_METHOD'
  | 'STATE_CHANGING_CALL'
  | 'UNCATCHED_EXCEPTION';

interface PerunErrorParts {
  readonly family: ErrorFamily;
  readonly status?: number;
  /** The class name, or the word of `RpcException.Type`. */
  readonly identity: string;
  readonly text: string;
  /** Further members of a checked exception's body. */
  readonly members?: Readonly<Record<string, Wire>>;
  readonly errorInfo?: string | null;
}

/** An answer other than success, in the shape that Perun gives it. */
export class PerunError extends Error {
  override readonly name = 'PerunError';
  readonly family: ErrorFamily;
  readonly status: number;
  readonly identity: string;
  private readonly parts: PerunErrorParts;

  constructor(parts: PerunErrorParts) {
    super(parts.text);
    this.parts = parts;
    this.family = parts.family;
    this.status = parts.status ?? 400;
    this.identity = parts.identity;
  }

  /**
   * The JSON body.
   *
   * @param nowMs the instant that makes the `errorId`: epoch milliseconds in hexadecimal
   */
  body(nowMs: number): Readonly<Record<string, Wire>> {
    const errorId = nowMs.toString(16);
    const message = `Error ${errorId}: ${this.message}`;
    switch (this.family) {
      case 'checked':
        return {
          errorId,
          name: this.identity,
          message,
          friendlyMessageTemplate: null,
          suppressed: [],
          ...this.parts.members,
        };
      case 'runtime':
        return { errorId, message, type: this.identity, suppressed: [] };
      case 'rpc':
        return {
          errorId,
          type: this.identity,
          errorInfo: this.parts.errorInfo ?? null,
          message,
          suppressed: [],
        };
    }
  }
}

/** A `PerunException`: status 400, told by `name`. */
export function checkedError(
  identity: string,
  text: string,
  members: Readonly<Record<string, Wire>> = {},
): PerunError {
  return new PerunError({ family: 'checked', identity, text, members });
}

/** A `PerunRuntimeException`: status 400, told by `type`, no `name`. */
export function runtimeError(identity: string, text: string): PerunError {
  return new PerunError({ family: 'runtime', identity, text });
}

/** An `RpcException`: status 400, told by `type`, with `errorInfo`. */
export function rpcError(type: RpcErrorType, errorInfo: string | null): PerunError {
  const text = errorInfo === null ? type : `${type}: ${errorInfo}`;
  return new PerunError({ family: 'rpc', identity: type, text, errorInfo });
}

/**
 * Any Java exception that Perun does not know: status 500.
 *
 * @param javaClass simple name of the class, as it stands in `errorInfo`
 */
export function uncaughtError(javaClass: string): PerunError {
  return new PerunError({
    family: 'rpc',
    status: 500,
    identity: 'UNCATCHED_EXCEPTION',
    text: `UNCATCHED_EXCEPTION: ${javaClass}`,
    errorInfo: javaClass,
  });
}

/** Asks for a second factor: status 401 with a JSON body. */
export function mfaError(text: string): PerunError {
  return new PerunError({
    family: 'checked',
    status: 401,
    identity: 'MfaPrivilegeException',
    text,
  });
}

/** The caller lacks the right. */
export function privilegeError(login: string, method: string): PerunError {
  return checkedError('PrivilegeException', `Principal ${login} is not authorized to ${method}`);
}

/** `InternalErrorException`, what Perun throws where it meant no more precise error. */
export function internalError(text: string): PerunError {
  return runtimeError('InternalErrorException', text);
}
