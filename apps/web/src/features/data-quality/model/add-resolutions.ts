import { type ResolveQuarantineResponse } from '@os-credits/contracts';

const refusedShownMax = 100;

/** What two calls of one decision did together. */
export function addResolutions(
  first: ResolveQuarantineResponse,
  next: ResolveQuarantineResponse,
): ResolveQuarantineResponse {
  return {
    isDryRun: next.isDryRun,
    selectedCount: first.selectedCount + next.selectedCount,
    remainingCount: next.remainingCount,
    releasedCount: first.releasedCount + next.releasedCount,
    duplicateCount: first.duplicateCount + next.duplicateCount,
    dismissedCount: first.dismissedCount + next.dismissedCount,
    unchangedCount: first.unchangedCount + next.unchangedCount,
    refused: [...first.refused, ...next.refused].slice(0, refusedShownMax),
    refusedCount: first.refusedCount + next.refusedCount,
    effect: null,
    continueAfter: next.continueAfter,
  };
}
