import { type Timestamps } from './pulled.js';

/** What we remember of a value that we own: what was written last, and what was begun to be written. */
export interface Memory<Value> {
  readonly pushed: Value | null;
  readonly intended: Value | null;
}

export interface KnownAssignment {
  readonly isPresent: boolean;
  readonly memory: Memory<Timestamps>;
}

/** An open drift: what Perun held when it was noticed. */
export interface OpenDrift {
  readonly theirs: string | null;
}

/** The sums of an account; decimals as text. */
export interface KnownAccount {
  readonly granted: string;
  /** Posted use: the ledger's. */
  readonly used: string;
  /** Use of the running hour, which the ledger does not have yet. */
  readonly open: string;
}

/** A project, with its group where it has one. */
export interface KnownProject {
  readonly projectId: number;
  readonly name: string;
  readonly status: 'unverified' | 'active' | 'inactive';
  readonly account: KnownAccount;
  /** Metric to time of the last rated reading, by resource. */
  readonly lastReadings: ReadonlyMap<number, Timestamps>;
  readonly group: KnownGroup | null;
}

export interface KnownGroup {
  readonly groupId: number;
  readonly isPresent: boolean;
  /** The grant of Perun that the ledger has; null before the first. */
  readonly grantCredits: string | null;
  readonly used: Memory<string>;
  readonly granted: Memory<string>;
  readonly isAdopted: boolean;
  readonly needsLeads: boolean;
  readonly needsMembers: boolean;
  readonly mails: readonly string[];
  readonly assignments: ReadonlyMap<number, KnownAssignment>;
  /** By field, timestamps with the resource: `used`, `granted`, `timestamps:500`. */
  readonly openDrift: ReadonlyMap<string, OpenDrift>;
}

export interface KnownPeople {
  readonly leads: ReadonlyMap<number, string>;
  readonly members: ReadonlyMap<number, string>;
}
