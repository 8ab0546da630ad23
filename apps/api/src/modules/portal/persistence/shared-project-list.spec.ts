import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '@os-credits/testing';
import { type ProjectListRequest, type ProjectListRow } from '../application/portal.ports.js';
import { type ProjectListReadModel } from './project-list.read-model.js';
import { SharedProjectList } from './shared-project-list.js';

const staff: ProjectListRequest = {
  viewer: { seesAll: true, leads: [], memberOf: [] },
  sort: 'attention',
  search: undefined,
  status: undefined,
  after: null,
  limit: 51,
  trendFrom: '2026-10-24',
};
const lead: ProjectListRequest = {
  ...staff,
  viewer: { seesAll: false, leads: ['alpha'], memberOf: [] },
};

/** Stands in for the database: counts the reads and answers with their number. */
function counting() {
  let reads = 0;
  const rows = (): Promise<ProjectListRow[]> => {
    reads += 1;
    return Promise.resolve([{ name: String(reads) } as ProjectListRow]);
  };
  return { readModel: { rows } as unknown as ProjectListReadModel, reads: () => reads };
}

describe('the list of all projects', () => {
  it('is read once for everyone who asks within a second', async () => {
    const source = counting();
    const list = new SharedProjectList(source.readModel, fixedClock('2026-11-22T12:00:00Z'));
    await Promise.all([list.rows(staff), list.rows(staff), list.rows(staff)]);
    expect(source.reads()).toBe(1);
  });

  it('serves the page at hand while a newer one is read, and waits when that is too old', async () => {
    const source = counting();
    const clock = fixedClock('2026-11-22T12:00:00Z');
    const list = new SharedProjectList(source.readModel, clock);
    const names = async () => (await list.rows(staff)).map((row) => row.name);
    expect(await names()).toEqual(['1']);
    clock.advance(1_500);
    expect(await names()).toEqual(['1']);
    expect(await names()).toEqual(['2']);
    clock.advance(3_000);
    expect(await names()).toEqual(['3']);
  });

  it('is never shared with people who see only their own', async () => {
    const source = counting();
    const list = new SharedProjectList(source.readModel, fixedClock());
    await list.rows(staff);
    await list.rows(lead);
    await list.rows(lead);
    expect(source.reads()).toBe(3);
  });
});
