/** Which call of Perun's RPC; the root `GET {base}/` counts as `rpc/version`. */
export interface RpcName {
  readonly manager: string;
  readonly method: string;
}

/** What kind of failure an error is; each kind has one class. Also the outcome that observers get. */
export type PerunErrorKind =
  | 'connection'
  | 'timeout'
  | 'server'
  | 'credentials'
  | 'mfa'
  | 'checked'
  | 'runtime'
  | 'protocol'
  | 'response';

export interface PerunFailure {
  readonly call: RpcName;
  readonly message: string;
  readonly status?: number | undefined;
  /** `name ?? type` of Perun's error body, e.g. `GroupNotExistsException` or `UNKNOWN_METHOD`. */
  readonly identity?: string | undefined;
  readonly errorId?: string | undefined;
  readonly cause?: unknown;
}

/**
 * A call of Perun failed. `isTransient` says that the same call may succeed later; `mayRepeat` that, in
 * addition, repeating it cannot do harm (it reads, or it writes absolute values).
 */
export abstract class PerunError extends Error {
  abstract readonly kind: PerunErrorKind;
  readonly manager: string;
  readonly method: string;
  readonly status: number | undefined;
  readonly identity: string | undefined;
  readonly errorId: string | undefined;
  readonly isTransient: boolean;
  readonly mayRepeat: boolean;
  /** How often the call was tried when this error was thrown. */
  attempts = 1;

  constructor(failure: PerunFailure, isTransient: boolean) {
    const { call, status, identity } = failure;
    const what = [status, identity].filter((part) => part !== undefined).join(' ');
    super(
      `Perun ${call.manager}/${call.method}: ${what === '' ? '' : `${what}: `}${failure.message}`,
      failure.cause === undefined ? undefined : { cause: failure.cause },
    );
    this.name = new.target.name;
    this.manager = call.manager;
    this.method = call.method;
    this.status = status;
    this.identity = identity;
    this.errorId = failure.errorId;
    this.isTransient = isTransient;
    this.mayRepeat = isTransient && isRepeatable(call);
  }
}

/** No answer: refused, reset, no such host, TLS, or the answer ended before its announced length. */
export class PerunConnectionError extends PerunError {
  readonly kind = 'connection';
  constructor(failure: PerunFailure) {
    super(failure, true);
  }
}

/** The whole answer did not arrive in time (also: it came, but too slowly). */
export class PerunTimeoutError extends PerunError {
  readonly kind = 'timeout';
  constructor(failure: PerunFailure) {
    super(failure, true);
  }
}

/** Status 5xx: the front end is in trouble, or Perun met an exception that it does not know. */
export class PerunServerError extends PerunError {
  readonly kind = 'server';
  constructor(
    failure: PerunFailure,
    /** What `Retry-After` asked for, if it did. */
    readonly retryAfterMs?: number,
  ) {
    super(failure, true);
  }
}

/** 401 of the front end: wrong user, password or token, or the wrong authentication prefix. */
export class PerunCredentialsError extends PerunError {
  readonly kind = 'credentials';
  constructor(failure: PerunFailure) {
    super(failure, false);
  }
}

/** 401 of Perun itself: this operation wants multi-factor authentication. */
export class PerunMfaError extends PerunError {
  readonly kind = 'mfa';
  constructor(failure: PerunFailure) {
    super(failure, false);
  }
}

/** 400, an answer of the domain: not found, no right, wrong attribute … `identity` is the class name. */
export class PerunCheckedError extends PerunError {
  readonly kind = 'checked';
  constructor(failure: PerunFailure) {
    super(failure, false);
  }
}

/** 400, refused inside Perun: wrong type of a value, inconsistent state, database read-only. */
export class PerunRuntimeError extends PerunError {
  readonly kind = 'runtime';
  constructor(failure: PerunFailure) {
    super(failure, false);
  }
}

/** 400, the request itself is wrong for this server (unknown method, missing parameter …). */
export class PerunProtocolError extends PerunError {
  readonly kind = 'protocol';
  constructor(
    failure: PerunFailure,
    /** The enum word, e.g. `UNKNOWN_METHOD`; equals `identity` but on old servers, which also send a name. */
    readonly type: string,
    readonly errorInfo: string | null,
  ) {
    super(failure, false);
  }
}

/** How an answer can be unusable. `malformed` is broken JSON: the only one that repeating may cure. */
export type ResponseFault = 'malformed' | 'not-json' | 'shape' | 'too-large' | 'status';

/** There was an answer, but not one of Perun's RPC. */
export class PerunResponseError extends PerunError {
  readonly kind = 'response';
  constructor(
    failure: PerunFailure,
    readonly fault: ResponseFault,
  ) {
    super(failure, fault === 'malformed');
  }
}

/** Writes that set an absolute state: a repetition after a lost answer changes nothing. */
const REPEATABLE_WRITES: ReadonlySet<string> = new Set([
  'setAttribute',
  'setAttributes',
  'removeAttribute',
  'removeAttributes',
  'removeAllAttributes',
  'setLastProcessedId',
]);

/**
 * Whether a call may be sent again when its answer was lost: reads, and writes of absolute values. Not:
 * whatever creates, adds or moves a pointer (`createAttribute`, `pollConsumerMessages`).
 */
export function isRepeatable(call: RpcName): boolean {
  return (
    /^get[A-Z]/.test(call.method) ||
    call.method === 'version' ||
    call.method === 'keepAlive' ||
    REPEATABLE_WRITES.has(call.method)
  );
}

/** Whether an error is Perun's answer of that identity, e.g. `isPerunAnswer(error, 'GroupNotExistsException')`. */
export function isPerunAnswer(error: unknown, identity: string): error is PerunError {
  return (
    error instanceof PerunError &&
    (error.identity === identity ||
      (error instanceof PerunProtocolError && error.type === identity))
  );
}
