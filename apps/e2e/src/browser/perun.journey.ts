import { type ProjectSummary } from '@os-credits/contracts';
import { type Page } from '@playwright/test';
import { billionths } from './amounts.js';
import { expect, test } from './journey.js';
import { readProject, readProjects } from './product-api.js';
import { changePerun, perunGroup, perunGroups, type PerunGroup } from './sandbox.js';

// Both change the one Perun, so one comes after the other.
test.describe.configure({ mode: 'serial' });
test.use({ account: 'Ada Admin' });

async function syncNow(page: Page): Promise<void> {
  await page.goto('/perun');
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sync with Perun' })).toBeVisible();
}

test('used credits that somebody else wrote into Perun show as drift and are written anew', async ({
  page,
}) => {
  const project = 'zebrafish-timelapse';
  await syncNow(page);
  await expect(page.getByText('Succeeded', { exact: true })).toBeVisible();
  await changePerun('used', { group: project, credits: '4711.5' });

  await syncNow(page);
  await expect(page.getByText('Succeeded', { exact: true })).toBeVisible();
  // Nobody's value is overwritten unseen.
  expect((await perunGroup(project)).used).toBe('4711.5');

  await page.getByRole('link', { name: 'Drift' }).click();
  const row = page.getByRole('listitem').filter({ hasText: project });
  await expect(row).toContainText('4,711.5');
  await row.getByRole('button', { name: 'Write ours' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The ledger is right');
  const before = await posted(project);
  await dialog.getByRole('button', { name: 'Write ours' }).click();

  await expect(row).toHaveCount(0);
  // An hour may be posted just now; the next sync brings that.
  const either = [before, await posted(project)];
  await expect
    .poll(async () => {
      const shown = Number((await perunGroup(project)).used);
      return Math.min(...either.map((each) => Math.abs(each - shown)));
    })
    .toBeLessThanOrEqual(0.005);
});

test('a sync that would end twenty projects waits; rejected, nothing has changed', async ({
  page,
}) => {
  const before = await readProjects();
  const gone = (await perunGroups()).slice(0, 20);
  await takeAway(gone);
  try {
    await rejectSync(page, before);
  } finally {
    await bringBack(gone);
  }
  expect(statuses(await readProjects())).toEqual(statuses(before));
  const [first] = before;
  expect((await readProject(first?.name ?? '')).status).toBe('active');
});

async function rejectSync(page: Page, before: readonly ProjectSummary[]): Promise<void> {
  await syncNow(page);
  await expect(page.getByText('Waiting for approval', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Status' }).click();
  await page.getByRole('link', { name: 'Decide' }).click();
  await expect(page.getByRole('heading', { name: '20 changes wait for you' })).toBeVisible();
  expect(statuses(await readProjects())).toEqual(statuses(before));

  await page.getByRole('button', { name: 'Reject all 20' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Perun lost them by mistake');
  await dialog.getByRole('button', { name: 'Reject 20 changes' }).click();

  await expect(page.getByText('Everything that was to be done is done.')).toBeVisible();
  await expect(page.getByText('20 rejected')).toBeVisible();
}

/** What Perun is shown: posted use; it is rounded to two places there. */
async function posted(project: string): Promise<number> {
  const { used, usedOpen } = await readProject(project);
  return Number(billionths(used) - billionths(usedOpen)) / 1e9;
}

/** Off every resource is gone for the cloud, and can be undone. */
async function takeAway(groups: readonly PerunGroup[]): Promise<void> {
  for (const { name: group, resources } of groups)
    for (const { name: resource } of resources) await changePerun('unassign', { group, resource });
}

async function bringBack(groups: readonly PerunGroup[]): Promise<void> {
  for (const { name: group, resources } of groups)
    for (const { name: resource } of resources) await changePerun('assign', { group, resource });
}

function statuses(projects: readonly ProjectSummary[]): string[] {
  // Another journey lets a project appear that Perun does not know.
  return projects
    .filter(({ status }) => status !== 'unverified')
    .map(({ name, status, granted }) => `${name} ${status} ${granted}`)
    .sort();
}
