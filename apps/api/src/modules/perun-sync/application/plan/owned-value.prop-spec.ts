import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { propertyParameters } from '@os-credits/testing';
import { type Memory } from './known.js';
import { judgeOwnedValue } from './owned-value.js';

type Step =
  | { readonly kind: 'use'; readonly value: number }
  | { readonly kind: 'sync'; readonly answer: 'arrives' | 'lost' | 'never-sent' }
  | { readonly kind: 'foreign'; readonly value: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('use' as const), value: fc.integer({ min: 1, max: 9 }) }),
  fc.record({
    kind: fc.constant('sync' as const),
    answer: fc.constantFrom('arrives' as const, 'lost' as const, 'never-sent' as const),
  }),
  fc.record({
    kind: fc.constant('foreign' as const),
    value: fc.integer({ min: 10_000, max: 10_009 }),
  }),
);

/** Plays syncs against a Perun in which others write too, with answers that get lost. */
function play(steps: readonly Step[], hasForeign: boolean) {
  let ours = 0;
  let theirs: number | null = null;
  let memory: Memory<number> = { pushed: null, intended: null };
  let openDrift: { theirs: string | null } | null = null;
  let foreignLost = false;
  let driftCount = 0;
  for (const one of steps) {
    if (one.kind === 'use') ours += one.value;
    else if (one.kind === 'foreign') {
      if (hasForeign) theirs = one.value;
    } else {
      const verdict = judgeOwnedValue<number>({
        ours,
        theirs,
        memory,
        openDrift,
        isAdopted: false,
        unsetMeans: null,
        isRestorable: false,
        equals: (left, right) => left === right,
        toText: String,
      });
      if (verdict.isConfirmed) memory = { pushed: theirs, intended: null };
      if (verdict.hasDriftVanished) openDrift = null;
      if (verdict.kind === 'new-drift') {
        driftCount += 1;
        openDrift = { theirs: theirs === null ? null : String(theirs) };
      }
      if (verdict.kind === 'push') {
        memory = { ...memory, intended: ours };
        if (one.answer !== 'never-sent') {
          foreignLost ||= theirs !== null && theirs >= 10_000 && theirs !== ours;
          theirs = ours;
        }
        if (one.answer === 'arrives') memory = { pushed: ours, intended: null };
      }
    }
  }
  return { ours, theirs, foreignLost, driftCount, openDrift };
}

describe('values that we own', () => {
  it('never overwrite what somebody else wrote', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        expect(play(steps, true).foreignLost).toBe(false);
      }),
      propertyParameters(),
    );
  });

  it('never take our own writes for those of others, also where answers were lost', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const end: Step = { kind: 'sync', answer: 'arrives' };
        const { ours, theirs, driftCount } = play([...steps, end], false);
        expect(driftCount).toBe(0);
        expect(theirs).toBe(ours);
      }),
      propertyParameters(),
    );
  });
});
