import { type ReleaseEffect } from '@os-credits/contracts';

/** Projects whose account changes: those to be shown, and how many more there are. */
export function splitEffect(
  { projects, projectCount }: ReleaseEffect,
  shownMax: number,
): { shown: ReleaseEffect['projects']; moreCount: number } {
  const moved = projects.filter(({ difference }) => difference !== '0');
  const shown = moved.slice(0, shownMax);
  // The largest differences come first: where a listed one is 0, so are those that are not listed.
  const movedCount = moved.length < projects.length ? moved.length : projectCount;
  return { shown, moreCount: movedCount - shown.length };
}
