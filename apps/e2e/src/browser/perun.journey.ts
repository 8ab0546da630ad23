import { type Page } from '@playwright/test';
import { billionths } from './amounts.js';
import { expect, test } from './journey.js';
import { readProject, readProjects } from './product-api.js';
import { changePerun, perunGroup } from './sandbox.js';

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
  await dialog.getByRole('button', { name: 'Write ours' }).click();

  await expect(row).toHaveCount(0);
  // Perun shows posted use, rounded to two places.
  const { used, usedOpen } = await readProject(project);
  const posted = Number(billionths(used) - billionths(usedOpen)) / 1e9;
  await expect.poll(async () => Number((await perunGroup(project)).used)).toBeCloseTo(posted, 2);
});

test('a sync that would end twenty projects waits; rejected, nothing has changed', async ({
  page,
}) => {
  const before = await readProjects();
  await changePerun('remove-groups', { count: 20 });

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
  expect(statuses(await readProjects())).toEqual(statuses(before));
  const [first] = before;
  expect((await readProject(first?.name ?? '')).status).toBe('active');
});

function statuses(
  projects: readonly { name: string; status: string; granted: string }[],
): string[] {
  // Another journey lets a project appear that Perun does not know.
  return projects
    .filter(({ status }) => status !== 'unverified')
    .map(({ name, status, granted }) => `${name} ${status} ${granted}`)
    .sort();
}
