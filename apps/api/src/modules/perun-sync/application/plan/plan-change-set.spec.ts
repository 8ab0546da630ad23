import { describe, expect, it } from '@jest/globals';
import { readAuditLog, type AuditMessage } from './audit-events.js';
import { type PlannedItem } from './change-set.js';
import { type KnownGroup, type KnownProject } from './known.js';
import { planChangeSet, type SyncState } from './plan-change-set.js';
import { type PulledGroup, type Timestamps } from './pulled.js';

const TIMES: Timestamps = { project_vcpu_usage: '2026-11-22 10:00:00.000000' };
const LATER: Timestamps = { project_vcpu_usage: '2026-11-22 11:00:00.000000' };

const text = (value: string | null) => ({ text: value, changedBy: 'x', changedAt: null });

function pulled(groupId: number, over: Partial<PulledGroup> = {}): PulledGroup {
  return {
    groupId,
    name: `p${groupId}`,
    used: text(null),
    granted: text('100'),
    mails: [],
    resources: new Map([[500, { map: null, changedBy: null, changedAt: null }]]),
    unreadable: [],
    ...over,
  };
}

function group(groupId: number, over: Partial<KnownGroup> = {}): KnownGroup {
  return {
    groupId,
    isPresent: true,
    grantCredits: '100',
    used: { pushed: null, intended: null },
    granted: { pushed: null, intended: null },
    isAdopted: false,
    needsLeads: false,
    needsMembers: false,
    mails: [],
    assignments: new Map([[500, { isPresent: true, memory: { pushed: null, intended: null } }]]),
    openDrift: new Map(),
    ...over,
  };
}

function project(id: number, over: Partial<KnownProject> = {}): KnownProject {
  return {
    projectId: id,
    name: `p${id}`,
    status: 'active',
    account: { granted: '100', used: '0', open: '0' },
    lastReadings: new Map(),
    group: group(id),
    ...over,
  };
}

function plan(state: Partial<SyncState>): readonly PlannedItem[] {
  return planChangeSet({
    projects: [],
    pulled: [],
    isAsked: () => true,
    emptyResources: new Set(),
    limits: { percentMax: 5 },
    rules: {
      usedMeans: 'used',
      ownsGrants: false,
      precision: 2,
      attributes: { used: 'U', granted: 'G', timestamps: 'T' },
    },
    ...state,
  }).items;
}

const brief = (items: readonly PlannedItem[]): string[] =>
  items.map(({ kind, status, guard }) => `${kind} ${status}${guard === null ? '' : ` ${guard}`}`);

describe('the change set', () => {
  it('is empty where both sides agree', () => {
    expect(plan({ projects: [project(1)], pulled: [pulled(1)] })).toEqual([]);
  });

  it.each([
    ['up', '150', 'grant planned'],
    ['down', '50', 'grant planned'],
    ['below what was used and is open', '30', 'grant waiting grant-below-used'],
    ['gone', null, 'grant waiting grant-removed'],
    ['blank', ' ', 'grant waiting grant-removed'],
    ['no number', '1,5', 'grant failed'],
    ['negative', '-1', 'grant failed'],
    ['in the notation of Python', '1.5E+2', 'grant planned'],
  ])('knows a grant that is %s', (_, granted, expected) => {
    const account = { granted: '100', used: '20', open: '15' };
    const items = plan({
      projects: [
        project(1, { account, group: group(1, { used: { pushed: '20.00', intended: null } }) }),
      ],
      pulled: [pulled(1, { granted: text(granted), used: text('20.00') })],
    });
    expect(brief(items)).toEqual([expected]);
  });

  it.each([
    ['ours before', { pushed: '5', intended: null }, '5.00', ['push planned']],
    ['begun, the answer lost', { pushed: '5', intended: '6' }, '6', ['push planned']],
    [
      'begun for the first time, and not arrived',
      { pushed: null, intended: '6' },
      null,
      ['push planned'],
    ],
    ['what we have now', { pushed: '5', intended: null }, '7', []],
    ["somebody else's", { pushed: '5', intended: null }, '8', ['drift planned']],
    ['removed by somebody', { pushed: '5', intended: null }, null, ['drift planned']],
    ['there since before us', { pushed: null, intended: null }, '8', ['drift planned']],
    ['unset at the first contact', { pushed: null, intended: null }, null, ['push planned']],
  ])('pushes or reports a value that is %s', (_, used, theirs, expected) => {
    const items = plan({
      projects: [
        project(1, {
          account: { granted: '100', used: '7', open: '0' },
          group: group(1, { used }),
        }),
      ],
      pulled: [pulled(1, { used: text(theirs) })],
    });
    expect(brief(items)).toEqual(expected);
  });

  it('does not report the same drift again, and reports another', () => {
    const known = (theirs: string) =>
      project(1, {
        group: group(1, {
          used: { pushed: '0.00', intended: null },
          openDrift: new Map([['used', { theirs }]]),
        }),
      });
    const there = [pulled(1, { used: text('9') })];
    expect(plan({ projects: [known('9')], pulled: there })).toEqual([]);
    expect(brief(plan({ projects: [known('8')], pulled: there }))).toEqual(['drift planned']);
  });

  it('restores timestamps that are gone beside used credits, and leaves those of others', () => {
    const known = project(1, {
      account: { granted: '100', used: '7', open: '0' },
      lastReadings: new Map([[500, LATER]]),
      group: group(1, {
        used: { pushed: '7.00', intended: null },
        assignments: new Map([
          [500, { isPresent: true, memory: { pushed: TIMES, intended: null } }],
        ]),
      }),
    });
    const at = (map: Timestamps | null) =>
      pulled(1, {
        used: text('7.00'),
        resources: new Map([[500, { map, changedBy: null, changedAt: null }]]),
      });
    const [restored] = plan({ projects: [known], pulled: [at(null)] });
    expect(restored).toMatchObject({ kind: 'push', status: 'planned' });
    expect(restored?.detail).toContain('restored');
    expect(brief(plan({ projects: [known], pulled: [at(TIMES)] }))).toEqual(['push planned']);
    expect(brief(plan({ projects: [known], pulled: [at({ other: 'x' })] }))).toEqual([
      'drift planned',
    ]);
  });

  it('guards many vanished projects, but never two', () => {
    const projects = [1, 2, 3, 4, 5].map((id) => project(id));
    const without = (...ids: number[]) =>
      brief(
        plan({
          projects,
          pulled: [1, 2, 3, 4, 5].filter((id) => !ids.includes(id)).map((id) => pulled(id)),
        }),
      );
    expect(without(1, 2)).toEqual(['project-vanished planned', 'project-vanished planned']);
    expect(new Set(without(1, 2, 3))).toEqual(new Set(['project-vanished waiting many-vanished']));
  });

  it('guards projects of a resource that answered with nothing', () => {
    const items = plan({ projects: [project(1)], emptyResources: new Set([500]) });
    expect(brief(items)).toEqual(['project-vanished waiting empty-answer']);
  });

  it('tells new, waiting, returned and taken projects apart', () => {
    const found = (projects: KnownProject[], over: Partial<PulledGroup> = {}) =>
      brief(plan({ projects, pulled: [pulled(1, { granted: text(null), ...over })] }));
    const ungranted = { account: { granted: '0', used: '0', open: '0' } };
    expect(found([])).toEqual(['project-new planned']);
    expect(found([project(1, { ...ungranted, status: 'unverified', group: null })])).toEqual([
      'project-verified planned',
    ]);
    expect(
      found([
        project(1, { ...ungranted, group: group(1, { isPresent: false, grantCredits: null }) }),
      ]),
    ).toEqual(['project-returned planned']);
    const other = project(7, { ...ungranted, name: 'p1', group: group(9, { isPresent: false }) });
    expect(found([other])).toEqual(['project-new waiting name-taken']);
  });

  it('lets two groups swap their names', () => {
    const items = plan({
      projects: [project(1), project(2)],
      pulled: [pulled(1, { name: 'p2' }), pulled(2, { name: 'p1' })],
    });
    expect(brief(items)).toEqual(['project-renamed planned', 'project-renamed planned']);
  });

  it('changes nothing by an attribute that Perun does not show', () => {
    const items = plan({
      projects: [project(1)],
      pulled: [{ ...pulled(1), granted: undefined, unreadable: ['G'] }],
    });
    expect(brief(items)).toEqual(['push failed']);
  });
});

describe('the audit log', () => {
  const message = (id: number, kind: string, members: object): AuditMessage => ({
    id,
    event: { name: `cz.metacentrum.perun.audit.events.${kind}`, ...members },
  });
  const ours = (id: number) => id < 100;
  const bean = (id: number, voId = 1) => ({ id, voId, beanName: 'Group' });

  it('says whose values, leads and members to look at', () => {
    const found = readAuditLog(
      [
        message(5, 'AttributesManagerEvents.AttributeSetForGroup', { group: bean(1) }),
        message(6, 'AuthorizationEvents.RoleSetForUser', { object: bean(2), user: { id: 70 } }),
        message(7, 'AuthorizationEvents.RoleSetForGroup', { object: bean(3), group: bean(150) }),
        message(8, 'GroupManagerEvents.DirectMemberAddedToGroup', {
          group: bean(4),
          member: { userId: 71 },
        }),
        message(10, 'UserManagerEvents.UserExtSourceRemovedFromUser', { user: { id: 72 } }),
        message(9, 'GroupManagerEvents.GroupUpdated', { group: bean(5, 2) }),
      ],
      1,
      ours,
    );
    expect(found).toEqual({
      touched: new Set([1]),
      leadsOf: new Set([2, 3]),
      membersOf: new Set([4]),
      users: new Set([71, 72]),
      everyone: false,
    });
  });

  it('asks for everybody where a group that is no project changed: it may lead some', () => {
    const found = readAuditLog(
      [message(1, 'GroupManagerEvents.DirectMemberAddedToGroup', { group: bean(150) })],
      1,
      ours,
    );
    expect(found.everyone).toBe(true);
  });
});
