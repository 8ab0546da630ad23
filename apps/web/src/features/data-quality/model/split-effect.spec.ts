import { describe, expect, it } from '@jest/globals';
import { type ReleaseEffect } from '@os-credits/contracts';
import { splitEffect } from './split-effect.js';

const account = { granted: '0', used: '0', remaining: '0' };
const effectOf = (differences: readonly string[], projectCount: number): ReleaseEffect => ({
  credits: '0',
  heldCount: 0,
  projectCount,
  projects: differences.map((difference, index) => ({
    project: `p${index}`,
    before: account,
    after: account,
    difference,
  })),
});

describe('the projects that a release changes', () => {
  it.each([
    ['are all shown where there is room', ['3', '-2'], 2, ['3', '-2'], 0],
    ['leave out those that stay as they are', ['3', '0', '0'], 7, ['3'], 0],
    ['say how many more were answered', ['3', '-2', '1'], 3, ['3', '-2'], 1],
    ['say how many more there are than were answered', ['3', '-2', '1'], 150, ['3', '-2'], 148],
    ['may be none', ['0'], 1, [], 0],
  ])('%s', (_, differences, projectCount, shown, moreCount) => {
    const split = splitEffect(effectOf(differences, projectCount), 2);
    expect(split.shown.map(({ difference }) => difference)).toEqual(shown);
    expect(split.moreCount).toBe(moreCount);
  });
});
