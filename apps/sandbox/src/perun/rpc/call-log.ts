/** A call as it arrived. */
export interface RpcCall {
  /** `manager.method`, `base.version` for `GET {base}/`. */
  readonly method: string;
  readonly verb: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The caller's login, or `null` when the front end refused the credentials. */
  readonly login: string | null;
  /** When, in milliseconds since 1970. */
  readonly at: number;
}

const KEPT_CALLS = 20_000;

/** The calls since the start or the last {@link CallLog.clear}, in order; the oldest are dropped. */
export class CallLog {
  private calls: RpcCall[] = [];

  note(call: RpcCall): void {
    this.calls.push(call);
    if (this.calls.length > 2 * KEPT_CALLS) this.calls = this.calls.slice(-KEPT_CALLS);
  }

  all(): readonly RpcCall[] {
    return this.calls;
  }

  clear(): void {
    this.calls = [];
  }
}
