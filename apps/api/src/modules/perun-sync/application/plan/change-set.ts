import { type SyncItemKind } from '@os-credits/contracts';
import { type PulledPerson, type Timestamps } from './pulled.js';

export type Guard =
  | 'many-vanished'
  | 'grant-below-used'
  | 'grant-removed'
  | 'all-leads-gone'
  | 'empty-answer'
  | 'name-taken';

/** What Perun held at the first contact and is what we would have written: no push needed for it. */
export interface Confirmed {
  readonly used?: string;
  readonly granted?: string;
  readonly grantCredits?: string;
  /** By resource id. */
  readonly timestamps?: Readonly<Record<string, Timestamps>>;
}

/** What applying an item needs beyond what people see; one shape per kind. */
export interface Payloads {
  'project-new': LinkPayload;
  'project-verified': LinkPayload;
  'project-returned': LinkPayload;
  'project-renamed': { readonly setAside: boolean };
  'project-vanished': Record<string, never>;
  grant: { readonly fromCredits: string | null; readonly toCredits: string };
  'lead-added': { readonly person: PulledPerson };
  'lead-removed': { readonly userId: number };
  'member-added': { readonly person: PulledPerson };
  'member-removed': { readonly userId: number };
  'mail-addresses': { readonly addresses: readonly string[] };
  push: PushPayload;
  drift: DriftPayload;
}

export interface LinkPayload {
  readonly resources: readonly number[];
  /** The project that the group takes over; null makes a new one. */
  readonly projectId: number | null;
  readonly confirmed: Confirmed;
}

/** What is to be written; the values are read again at the time of the write. */
export interface PushPayload {
  readonly used: boolean;
  readonly granted: boolean;
  /** Resources whose timestamps are to be written. */
  readonly resources: readonly number[];
  /** What Perun held at the pull, so that a write that became needless is left out. */
  readonly theirs: { readonly used: string | null; readonly granted: string | null };
  /** A resource that the group is assigned to: the write goes through it. */
  readonly throughResource: number;
}

export interface DriftPayload {
  readonly field: 'used' | 'granted' | 'timestamps';
  readonly resourceId: number | null;
  readonly isFirstContact: boolean;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
  /** theirs − ours, for credits. */
  readonly difference: string | null;
}

/** One entry of a change set. */
export type PlannedItem = {
  [Kind in SyncItemKind]: {
    readonly kind: Kind;
    readonly status: 'planned' | 'waiting' | 'failed';
    readonly groupId: number;
    readonly project: string;
    readonly subject: string | null;
    readonly before: string | null;
    readonly after: string | null;
    readonly guard: Guard | null;
    readonly detail: string | null;
    readonly payload: Payloads[Kind] | null;
  };
}[SyncItemKind];

/** What a pull showed about a known group that is a fact and no change: remembered without asking. */
export interface SeenGroup {
  readonly projectId: number;
  readonly confirmed: Confirmed;
  /** Resources it is assigned to now. */
  readonly resources: readonly number[];
  /** Drift that is no more: Perun's value is ours again. */
  readonly vanishedDrift: readonly string[];
}

export interface ChangeSet {
  readonly items: readonly PlannedItem[];
  readonly seen: readonly SeenGroup[];
  /** Groups whose values go to Perun. */
  readonly changedGroupCount: number;
}

type ItemOf<Kind extends SyncItemKind> = Extract<PlannedItem, { readonly kind: Kind }>;

/** An item with the usual defaults. */
export function item<Kind extends SyncItemKind>(
  kind: Kind,
  about: { readonly groupId: number; readonly project: string },
  rest: Partial<Omit<ItemOf<Kind>, 'kind' | 'groupId' | 'project'>>,
): PlannedItem {
  return {
    kind,
    status: rest.guard == null ? 'planned' : 'waiting',
    subject: null,
    before: null,
    after: null,
    guard: null,
    detail: null,
    payload: null,
    ...about,
    ...rest,
  };
}
