/** A value as Perun has it, with who changed it when (texts of Perun, without a zone). */
export interface PulledText {
  readonly text: string | null;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

/** Metric to time, as in Perun; null where it is unset. */
export type Timestamps = Readonly<Record<string, string>>;

export interface PulledTimestamps {
  readonly map: Timestamps | null;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

/**
 * One group of Perun with what we care about. `undefined` says that an attribute is not in use, or, with
 * its name in `unreadable`, that Perun did not show it for this group.
 */
export interface PulledGroup {
  readonly groupId: number;
  readonly name: string;
  readonly used: PulledText | undefined;
  readonly granted: PulledText | undefined;
  readonly mails: readonly string[] | undefined;
  /** Resources it is actively assigned to, of those that we care about. */
  readonly resources: ReadonlyMap<number, PulledTimestamps | undefined>;
  readonly unreadable: readonly string[];
}

/** A person as Perun knows them; logins are pairs of external source and login. */
export interface PulledPerson {
  readonly id: number;
  readonly name: string;
  readonly logins: readonly (readonly [extSource: string, login: string])[];
}

export interface PulledPeople {
  readonly groupId: number;
  /** null: not read this time. */
  readonly leads: readonly PulledPerson[] | null;
  readonly members: readonly PulledPerson[] | null;
}
