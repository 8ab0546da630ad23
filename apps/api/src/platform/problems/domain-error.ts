import { problemCodes, type ProblemCode, type ProblemDocument } from '@os-credits/contracts';

/** What kind of failure it is; `ProblemFilter` alone turns it into an HTTP answer. */
export type DomainErrorKind =
  'invalid' | 'not-found' | 'conflict' | 'forbidden' | 'precondition' | 'dependency';

/** One thing that is wrong with the request; `pointer` is a JSON pointer into body, query or path. */
export interface FieldFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export type VersionConflict = NonNullable<ProblemDocument['conflict']>;

export interface DomainErrorInput {
  readonly code: ProblemCode;
  readonly kind: DomainErrorKind;
  /** One sentence for people: what happened, where, and what to do. Shown to the caller. */
  readonly message: string;
  /** Values the log wants to know; never shown. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldFault[];
  /** With `version-conflict`: what somebody else saved meanwhile, shown to the caller. */
  readonly conflict?: VersionConflict;
  /** Seconds after which a retry makes sense; sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** An error whose reason is known and may be told to the caller. */
export class DomainError extends Error {
  readonly code: ProblemCode;
  readonly kind: DomainErrorKind;
  readonly params: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldFault[];
  readonly conflict: VersionConflict | null;
  readonly retryAfterSeconds: number | null;

  constructor(input: DomainErrorInput) {
    super(input.message, { cause: input.cause });
    this.name = 'DomainError';
    this.code = input.code;
    this.kind = input.kind;
    this.params = input.params ?? {};
    this.errors = input.errors ?? [];
    this.conflict = input.conflict ?? null;
    this.retryAfterSeconds = input.retryAfterSeconds ?? null;
  }

  /** HTTP status that the contract gives to the code. */
  get status(): number {
    return problemCodes[this.code].status;
  }
}

/** A request with parts that do not fit; each fault says which part and why. */
export function invalidRequest(errors: readonly FieldFault[]): DomainError {
  return new DomainError({
    code: 'invalid-request',
    kind: 'invalid',
    message: errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '),
    errors,
  });
}
