import { afterEach, describe, expect, it } from '@jest/globals';
import { bulkFixture, type PerunFixture } from '../../../../sandbox/src/perun/index.js';
import { SyncStage } from '../../../test/sync-stage.js';

const GROUPS = 5;
const RESOURCES = 2;
const GROUP_NAMES_ID = 3400;
let stage: SyncStage;
afterEach(() => stage.close());

/** A Perun in which nobody ever defined the attribute with the groups of a user. */
function withoutGroupNames(): PerunFixture {
  const fixture = bulkFixture(GROUPS);
  return {
    ...fixture,
    fill(state) {
      fixture.fill(state);
      state.write(state.definitions, GROUP_NAMES_ID, undefined);
    },
  };
}

/** The same, but it is defined and this account may not read it. */
function withHiddenGroupNames(): PerunFixture {
  const fixture = bulkFixture(GROUPS);
  return {
    ...fixture,
    fill(state) {
      fixture.fill(state);
      const definition = state.definitions.get(GROUP_NAMES_ID);
      if (definition === undefined) throw new Error('the fixture does not define it');
      const hidden = { ...definition, policies: { read: [], write: [] } };
      state.write(state.definitions, GROUP_NAMES_ID, hidden);
    },
  };
}

function count(method: string): number {
  return stage.calls().filter((call) => call.endsWith(`.${method}`)).length;
}

async function roles(): Promise<unknown> {
  return stage.sql(
    `select p.name, r.role, r.user_id from project_role r join project p on p.id = r.project_id order by 1, 2, 3`,
  );
}

describe('The people of many groups', () => {
  it('cost one call for each group and one for all, also where the organisation is a number', async () => {
    stage = await SyncStage.open({ groups: GROUPS, environment: { PERUN_VO: '1' } });
    await stage.sync();
    const first = await roles();
    expect(stage.perun.calls.length).toBeLessThanOrEqual(RESOURCES + 2 + GROUPS);
    stage.perun.clearCalls();
    const { syncRunId } = await stage.sync({ refreshPeople: 'all' });
    expect(await stage.items(syncRunId)).toEqual({});
    expect(count('getCompleteRichMembers')).toBe(1);
    expect(count('getGroupRichMembers')).toBe(0);
    expect(stage.perun.calls.length).toBeLessThanOrEqual(RESOURCES + 2 + GROUPS);
    expect(await roles()).toEqual(first);
  });

  it.each([
    ['is not defined', withoutGroupNames],
    ['may not be read', withHiddenGroupNames],
  ])('are the same, by one call more for each, where the attribute %s', async (_why, fixture) => {
    stage = await SyncStage.open({ groups: GROUPS });
    await stage.sync();
    const want = await roles();
    await stage.close();
    stage = await SyncStage.open({ fixture: fixture() });
    await stage.sync();
    expect(await roles()).toEqual(want);
    stage.perun.clearCalls();
    await stage.sync({ refreshPeople: 'all' });
    expect(count('getGroupRichMembers')).toBe(GROUPS);
    // It was asked for once; this Perun will not show it the next time either.
    expect(count('getCompleteRichMembers')).toBe(0);
  });

  it('are asked for again group by group where all members of one seem to be gone', async () => {
    stage = await SyncStage.open({ groups: GROUPS });
    await stage.sync();
    const groupId = stage.groupId('project-00002');
    const { state } = stage.perun;
    const [membership] = state.groupMembers.where('group', groupId);
    if (membership === undefined) throw new Error('nobody is in the group');
    state.transaction(
      () => {
        state.write(state.groupMembers, `${groupId}/${membership.memberId}`, {
          ...membership,
          groupStatus: 'EXPIRED',
        });
      },
      () => undefined,
    );
    stage.perun.clearCalls();
    const { syncRunId } = await stage.sync({ refreshPeople: 'all' });
    expect(await stage.items(syncRunId)).toEqual({ 'member-removed applied': 1 });
    expect(count('getGroupRichMembers')).toBe(1);
  });
});
