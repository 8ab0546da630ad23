import { type Drift, type PerunStatus } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';

export type DriftEffect = {
  /** What is posted on taking over Perun's value. */
  entry: 'adjustment' | 'grant';
  /** Exact change of the project's balance. */
  credits: string;
};

/**
 * What "take theirs" posts. An attribute of used credits that shows more than we do lowers the balance by
 * the difference; one of remaining or granted credits raises it. Null for values that are no credits.
 */
export function driftEffect(
  drift: Pick<Drift, 'attribute' | 'difference'>,
  attributes: PerunStatus['attributes'],
): DriftEffect | null {
  if (drift.difference === null) return null;
  const use = attributes.find(({ attribute }) => attribute === drift.attribute)?.use;
  const difference = Decimal.of(drift.difference);
  switch (use) {
    case 'credits-used':
      return { entry: 'adjustment', credits: difference.negated().toString() };
    case 'credits-remaining':
      return { entry: 'adjustment', credits: difference.toString() };
    case 'credits-granted':
      return { entry: 'grant', credits: difference.toString() };
    case 'mail-addresses':
    case 'timestamps':
    case undefined:
      return null;
  }
}
