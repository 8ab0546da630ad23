import {
  type QuarantineDimension,
  type QuarantineFilter,
  type QuarantineGroup,
} from '@os-credits/contracts';

/** The filter that selects exactly a group: '' where its readings do not name one. */
export function groupSelection(
  group: QuarantineGroup,
  by: readonly QuarantineDimension[],
): QuarantineFilter {
  return Object.fromEntries(by.map((dimension) => [dimension, group[dimension] ?? '']));
}
