import { listHeldChargesResponse, quarantineGroupsResponse } from '@os-credits/contracts';
import { type Page } from '@playwright/test';
import { asShown, asShownSigned } from './amounts.js';
import { expect } from './journey.js';
import { lookAt } from './page-looks.js';

/** Makes a metric whose readings are in its own unit, with a plausible maximum per hour where one is given. */
export async function makeMetric(
  page: Page,
  metric: { name: string; friendlyName: string; unit: string; maximum?: string },
): Promise<void> {
  const { name, friendlyName, unit, maximum = '' } = metric;
  await page.goto('/credit-metrics/new');
  await page.getByRole('textbox', { name: 'Friendly name' }).fill(friendlyName);
  await page.getByRole('textbox', { name: 'Name on the wire' }).fill(name);
  await page.getByRole('combobox', { name: 'Unit', exact: true }).selectOption(unit);
  await page.getByRole('textbox', { name: 'Plausible maximum per hour' }).fill(maximum);
  await page.getByRole('button', { name: 'Make the metric' }).click();
  await expect(page.getByRole('heading', { level: 1, name: friendlyName })).toBeVisible();
}

/** The one held charge of a metric is seen, and released with a reason. */
export async function releaseHeldCharge(
  page: Page,
  { metric, project, credits }: { metric: string; project: string; credits: string },
): Promise<void> {
  await expect.poll(() => countOfHeld(page, metric)).toBe(1);
  await page.goto(`/held-charges?metric=${metric}`);
  const row = page
    .getByRole('list', { name: 'Held charges' })
    .getByRole('listitem')
    .filter({ hasText: project });
  await expect(row).toContainText(asShown(credits));
  await lookAt(page, 'a held charge');
  await row.getByRole('button', { name: 'Release …' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(asShownSigned(credits))).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('They did compute that much');
  await dialog.getByRole('button', { name: 'Release and bill' }).click();
  await expect(page.getByRole('dialog', { name: 'Held growth was released' })).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByText('No held charge fits')).toBeVisible();
}

/** The one reading of a metric that contradicts a known one cannot be released, and is dismissed. */
export async function dismissConflict(page: Page, metric: string): Promise<void> {
  await expect.poll(() => countInQuarantine(page, `metric=${metric}`)).toBe(1);
  await page.goto(`/quarantine?metric=${metric}`);
  const group = page.getByRole('list', { name: 'Groups of readings' }).getByRole('listitem');
  await expect(group).toContainText('Contradicts a known reading');
  await expect(group).toContainText('1 reading');
  await group.getByRole('button', { name: 'Release …' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('1 cannot be released and stays:')).toBeVisible();
  await dialog.getByRole('button', { name: 'Back' }).click();

  await group.getByRole('button', { name: 'Dismiss …' }).click();
  await decideInQuarantine(page, {
    would: '1 will be dismissed',
    reason: 'Sent by a broken exporter',
    press: 'Dismiss',
    done: 'Readings were dismissed',
  });

  await page.goto(`/quarantine?status=dismissed&view=readings&metric=${metric}`);
  const dismissed = page.getByRole('list', { name: 'Readings in quarantine' });
  await expect(dismissed.getByRole('listitem')).toHaveCount(1);
  await expect(dismissed).toContainText('Dismissed by Ada Admin,');
  await expect(dismissed).toContainText('Sent by a broken exporter');
}

/** In the dialog of a decision about all readings shown: sees what it would do, gives the reason and decides. */
export async function decideInQuarantine(
  page: Page,
  decision: { would: string; reason: string; press: string; done: string },
): Promise<void> {
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(decision.would)).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(decision.reason);
  await dialog.getByRole('button', { name: decision.press, exact: true }).click();
  await expect(page.getByRole('dialog', { name: decision.done })).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByText('No reading fits')).toBeVisible();
}

async function countOfHeld(page: Page, metric: string): Promise<number> {
  const answer = await page.request.get(`/api/held-charges?metric=${metric}`);
  return listHeldChargesResponse.parse(await answer.json()).total.count;
}

/** @param filter of the page's address */
export async function countInQuarantine(page: Page, filter: string): Promise<number> {
  const answer = await page.request.get(`/api/quarantine/groups?${filter}`);
  return quarantineGroupsResponse.parse(await answer.json()).totalCount;
}
