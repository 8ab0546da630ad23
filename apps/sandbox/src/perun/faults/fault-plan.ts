/** What can go wrong with a call. */
export type FaultKind =
  /** Answers late by `latencyMs`. */
  | 'latency'
  /** 500 with UNCATCHED_EXCEPTION; nothing is done. */
  | 'internal-server-error'
  /** 401 of the front end: an HTML page. */
  | 'unauthorized'
  /** 401 of Perun: JSON that asks for a second factor. */
  | 'mfa'
  /** Status 200, but the JSON ends in the middle; what the call writes is written. */
  | 'truncated'
  /** The connection is reset before anything is done. */
  | 'reset-before'
  /** The call is carried out, then the connection is reset instead of an answer. */
  | 'reset-after'
  /** Status 200 with `[]`. */
  | 'empty-list'
  /** The answer comes in small pieces over `latencyMs`. */
  | 'slow-drip'
  /** As a server that lacks the method: UNKNOWN_METHOD. */
  | 'unknown-method'
  /** As an instance whose database is read-only: what writes gets InternalErrorException. */
  | 'read-only';

export const FAULT_KINDS = [
  'latency',
  'internal-server-error',
  'unauthorized',
  'mfa',
  'truncated',
  'reset-before',
  'reset-after',
  'empty-list',
  'slow-drip',
  'unknown-method',
  'read-only',
] as const satisfies readonly FaultKind[];

/** Which calls go wrong, and how. */
export interface Fault {
  readonly kind: FaultKind;
  /**
   * Which methods: `manager.method` with `*` for any text, such as `attributesManager.set*`. All by
   * default. `GET {base}/` counts as `base.version`.
   */
  readonly method?: string;
  /** Only calls that have these parameters, such as `{ group: 10 }`; whatever they have beside. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** The first matching call that goes wrong, counted from 1 since the fault was added; 1 by default. */
  readonly nth?: number;
  /** How many calls go wrong from then on; without limit by default. */
  readonly count?: number;
  /** Milliseconds, for `latency` and `slow-drip`; 1000 by default. */
  readonly latencyMs?: number;
}

/** A fault with what became of it. */
export interface PlannedFault extends Fault {
  readonly id: number;
  /** Matching calls since the fault was added. */
  readonly seen: number;
  /** Calls that went wrong. */
  readonly hits: number;
}

interface Entry {
  readonly id: number;
  readonly fault: Fault;
  readonly pattern: RegExp;
  seen: number;
  hits: number;
}

/** The faults that are to happen. Several of them may hit one call. */
export class FaultPlan {
  private entries: Entry[] = [];
  private lastId = 0;

  /** Adds a fault and returns its number. */
  add(fault: Fault): number {
    this.lastId += 1;
    const pattern = patternOf(fault.method ?? '*');
    this.entries.push({ id: this.lastId, fault, pattern, seen: 0, hits: 0 });
    return this.lastId;
  }

  /** Takes a fault away again. */
  remove(id: number): void {
    this.entries = this.entries.filter((entry) => entry.id !== id);
  }

  clear(): void {
    this.entries = [];
  }

  list(): readonly PlannedFault[] {
    return this.entries.map(({ id, fault, seen, hits }) => ({ ...fault, id, seen, hits }));
  }

  /** Counts a call and says which faults hit it. */
  take(method: string, params: Readonly<Record<string, unknown>> = {}): readonly Fault[] {
    const hits: Fault[] = [];
    for (const entry of this.entries) {
      if (!entry.pattern.test(method) || !hasAll(params, entry.fault.params ?? {})) continue;
      entry.seen += 1;
      const isDue = entry.seen >= (entry.fault.nth ?? 1);
      const isSpent = entry.hits >= (entry.fault.count ?? Infinity);
      if (!isDue || isSpent) continue;
      entry.hits += 1;
      hits.push(entry.fault);
    }
    return hits;
  }
}

function hasAll(
  params: Readonly<Record<string, unknown>>,
  wanted: NonNullable<Fault['params']>,
): boolean {
  return Object.entries(wanted).every(([name, value]) => String(params[name]) === String(value));
}

function patternOf(method: string): RegExp {
  const escaped = method.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^${escaped}$`);
}
