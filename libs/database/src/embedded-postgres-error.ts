/** Why the embedded PostgreSQL cannot be used; each has one sentence that says what to do. */
export type EmbeddedPostgresFault =
  | 'unsupported-platform'
  | 'directory-not-writable'
  | 'other-version'
  | 'already-running'
  | 'cannot-run-as-root'
  | 'state-missing'
  | 'port-taken'
  | 'start-failed';

/** A fault of the embedded PostgreSQL. `message` is one sentence meant for the operator. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly code: EmbeddedPostgresFault,
    message: string,
  ) {
    super(message);
  }
}
