import { type StatementLine } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';

/** Balance after the newest line and before the oldest one; null without lines. */
export function statementEnds(
  lines: readonly StatementLine[],
): { closing: string; opening: string; openingAt: string } | null {
  const newest = lines[0];
  const oldest = lines.at(-1);
  if (!newest || !oldest) return null;
  const opening = Decimal.of(oldest.balanceAfter).minus(Decimal.of(oldest.credits));
  return {
    closing: newest.balanceAfter,
    opening: opening.toString(),
    openingAt: oldest.from,
  };
}
