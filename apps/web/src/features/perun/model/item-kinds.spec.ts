import { expect, it } from '@jest/globals';
import { type SyncRun } from '@os-credits/contracts';
import { kindGroups } from './item-kinds.js';

const counts: SyncRun['counts'] = [
  { kind: 'push', status: 'applied', count: 900 },
  { kind: 'grant', status: 'applied', count: 3 },
  { kind: 'grant', status: 'waiting', count: 1 },
  { kind: 'project-vanished', status: 'waiting', count: 12 },
  { kind: 'lead-added', status: 'applied', count: 0 },
];

it('puts what weighs most first and leaves out what there is none of', () => {
  expect(kindGroups(counts, {}).map(({ kind, total }) => [kind, total])).toEqual([
    ['project-vanished', 12],
    ['grant', 4],
    ['push', 900],
  ]);
});

it('narrows by status and kind', () => {
  expect(kindGroups(counts, { status: 'applied' }).map(({ kind, total }) => [kind, total])).toEqual(
    [
      ['grant', 3],
      ['push', 900],
    ],
  );
  expect(kindGroups(counts, { kind: 'grant' })).toEqual([
    {
      kind: 'grant',
      total: 4,
      byStatus: [
        { status: 'applied', count: 3 },
        { status: 'waiting', count: 1 },
      ],
    },
  ]);
});
