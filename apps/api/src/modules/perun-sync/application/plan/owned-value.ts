import { type Memory, type OpenDrift } from './known.js';

/** What becomes of a value that we own and Perun holds. */
export interface Verdict {
  readonly kind: 'agrees' | 'push' | 'restore' | 'new-drift' | 'held-by-drift';
  readonly isFirstContact: boolean;
  /** Perun's value is one that we wrote: remember it as written. */
  readonly isConfirmed: boolean;
  /** A drift that was open is no more. */
  readonly hasDriftVanished: boolean;
}

export interface OwnedValue<Value> {
  readonly ours: Value;
  readonly theirs: Value | null;
  readonly memory: Memory<Value>;
  readonly openDrift: OpenDrift | null;
  /** Somebody decided about what was found at the first contact. */
  readonly isAdopted: boolean;
  /** What an unset value in Perun stands for before we ever wrote; null where it stands for nothing. */
  readonly unsetMeans: Value | null;
  /** A value that is gone may be written again without asking. */
  readonly isRestorable: boolean;
  readonly equals: (one: Value, other: Value) => boolean;
  readonly toText: (value: Value) => string;
}

/**
 * Compares a value that we own with Perun's: it agrees, it is our former value and ours goes there, or
 * somebody else changed it (drift), which is never overwritten without a decision.
 *
 * A value counts as ours when it equals what was last written, or what a write was begun with whose
 * answer was lost. Before the first write nothing is ours, so a value that is there is drift as well.
 */
export function judgeOwnedValue<Value>(value: OwnedValue<Value>): Verdict {
  const { ours, theirs, memory, equals } = value;
  const same = (other: Value | null): boolean =>
    theirs === null ? other === null : other !== null && equals(theirs, other);
  const isFirstContact = memory.pushed === null && memory.intended === null && !value.isAdopted;
  const wasOpen = value.openDrift !== null;
  const verdict = (kind: Verdict['kind'], rest: Partial<Verdict> = {}): Verdict => ({
    kind,
    isFirstContact,
    isConfirmed: false,
    hasDriftVanished: wasOpen && kind !== 'new-drift' && kind !== 'held-by-drift',
    ...rest,
  });

  if (same(ours)) return verdict('agrees', { isConfirmed: true });
  // Nothing there, and nothing of ours is known to have arrived.
  if (theirs === null && memory.pushed === null) {
    const isMeant = value.unsetMeans !== null && equals(ours, value.unsetMeans);
    return verdict(isMeant ? 'agrees' : 'push');
  }
  const isOurs = theirs !== null && (same(memory.pushed) || same(memory.intended));
  if (isOurs) return verdict('push', { isConfirmed: true });
  if (theirs === null && value.isRestorable) return verdict('restore');
  if (memory.pushed === null && memory.intended === null && value.isAdopted) return verdict('push');
  const theirText = theirs === null ? null : value.toText(theirs);
  if (wasOpen && value.openDrift.theirs === theirText) return verdict('held-by-drift');
  return verdict('new-drift');
}
