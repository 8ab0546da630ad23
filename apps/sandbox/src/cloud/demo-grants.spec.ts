import { describe, expect, it } from '@jest/globals';
import { TEST_START_MS, testWorld } from '../testing/test-world.js';
import { DEMO_ACCOUNTS } from '../oidc/demo-accounts.js';
import { demoGrants, usedCredits } from './demo-grants.js';
import { catalogueProject, PROJECT_CATALOGUE } from './project-catalogue.js';

const { cloud } = testWorld();
const grants = demoGrants(cloud, TEST_START_MS);

function usedPercent(name: string): number {
  const project = catalogueProject(name);
  if (project === undefined) throw new Error(`no project ${name}`);
  const granted = grants
    .filter((grant) => grant.project === name)
    .reduce((sum, grant) => sum + Number(grant.credits), 0);
  return (usedCredits(cloud, project, TEST_START_MS) * 100) / granted;
}

describe('usedCredits', () => {
  it('charges 1 a vCPU·h and 0.3 a GiB·h', () => {
    const project = catalogueProject('my-project');
    if (project === undefined) throw new Error('my-project is missing');
    // Two machines of 4 vCPU and 8 GiB that never stop.
    const hours = (TEST_START_MS - cloud.basis.originMs) / 3_600_000;
    expect(usedCredits(cloud, project, TEST_START_MS)).toBeCloseTo(hours * (8 + 0.3 * 16), 6);
  });
});

describe('demoGrants', () => {
  it('leaves one project nearly out of credits, one over, one without a grant', () => {
    expect(usedPercent('metagenome-atlas')).toBeCloseTo(97, 2);
    expect(usedPercent('crispr-offtarget-screen')).toBeCloseTo(104, 2);
    expect(grants.filter(({ project }) => project === 'summer-school-2026')).toEqual([]);
  });

  it('has most projects between 30 and 80 per cent', () => {
    const shares = PROJECT_CATALOGUE.filter((project) => project.usedPercent !== null).map(
      ({ name }) => usedPercent(name),
    );
    const ordinary = shares.filter((share) => share > 27 && share < 80);
    expect(ordinary.length).toBeGreaterThan(PROJECT_CATALOGUE.length * 0.75);
  });

  it('grants whole credits, in the past, each under a reference of its own', () => {
    expect(new Set(grants.map(({ reference }) => reference)).size).toBe(grants.length);
    for (const grant of grants) {
      expect(grant.credits).toMatch(/^[1-9]\d*$/);
      expect(Date.parse(grant.grantedAt)).toBeLessThan(TEST_START_MS);
    }
    expect(grants.filter(({ project }) => project === 'metagenome-atlas')).toHaveLength(2);
  });

  it('knows every project that an account leads or is a member of', () => {
    const named = DEMO_ACCOUNTS.flatMap(({ leads, memberOf }) => [...leads, ...memberOf]);
    expect(named.filter((name) => catalogueProject(name) === undefined)).toEqual([]);
  });
});
