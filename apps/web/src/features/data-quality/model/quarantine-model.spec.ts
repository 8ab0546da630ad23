import { describe, expect, it } from '@jest/globals';
import { type QuarantineGroup, type ResolveQuarantineResponse } from '@os-credits/contracts';
import { quarantineFilterOf, quarantineParams } from '../quarantine.params.js';
import { addResolutions } from './add-resolutions.js';
import { groupSelection } from './group-selection.js';

const group: QuarantineGroup = {
  reason: 'too-old',
  site: null,
  metric: 'project_vcpu_usage',
  project: null,
  count: 3,
  releasableCount: 0,
  firstReceivedAt: '2026-11-20T00:00:00.000Z',
  lastReceivedAt: '2026-11-21T00:00:00.000Z',
  exampleDetail: 'x',
  exampleExplanation: null,
};

it('a group selects readings that name no site, not those of any site', () => {
  expect(groupSelection(group, ['reason', 'site'])).toEqual({ reason: 'too-old', site: '' });
});

describe('the address', () => {
  const filterOf = (search: Record<string, string>) =>
    quarantineFilterOf(quarantineParams.parse(search));

  it('narrows by what it names, with whole days', () => {
    expect(filterOf({ site: '', project: 'a b', from: '2026-11-01', to: '2026-11-02' })).toEqual({
      site: '',
      project: 'a b',
      receivedFrom: '2026-11-01T00:00:00.000Z',
      receivedTo: '2026-11-03T00:00:00.000Z',
    });
  });

  it('falls back where it cannot be read', () => {
    expect(quarantineParams.parse({ status: 'x', from: 'today', by: 'site,moon' })).toMatchObject({
      status: 'open',
      view: 'groups',
      from: undefined,
      by: ['site'],
    });
  });
});

it('what several calls did adds up', () => {
  const part = (count: number, continueAfter: string | null): ResolveQuarantineResponse => ({
    isDryRun: false,
    selectedCount: count,
    remainingCount: continueAfter === null ? 0 : 7,
    releasedCount: count - 1,
    duplicateCount: 1,
    dismissedCount: 0,
    unchangedCount: 0,
    refused: [{ id: String(count), reason: 'conflict', detail: 'd', explanation: null }],
    refusedCount: 1,
    effect: null,
    continueAfter,
  });
  const sum = addResolutions(part(5000, '9'), part(7, null));
  expect(sum).toMatchObject({
    selectedCount: 5007,
    remainingCount: 0,
    releasedCount: 5005,
    duplicateCount: 2,
    refusedCount: 2,
    continueAfter: null,
  });
  expect(sum.refused.map(({ id }) => id)).toEqual(['5000', '7']);
});
