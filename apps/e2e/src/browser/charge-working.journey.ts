import { type Locator, type Page } from '@playwright/test';
import { expect, test } from './journey.js';

test.use({ account: 'Lea Lead' });

test('a charge opens to its working under an address of its own', async ({ page }) => {
  await page.goto('/projects/wheat-pangenome');
  await openOldestHour(page);

  const drawer = page.getByRole('dialog', { name: 'How this charge came about' });
  await expectWorking(drawer);
  await expect(page).toHaveURL(/[?&]charge=\d+\.\d+\.\d+/);
  const shown = await drawer.getByText(/ = .* credits$/).textContent();

  await page.reload();
  await expectWorking(drawer);
  await expect(drawer.getByText(/ = .* credits$/)).toHaveText(shown ?? '');

  await page.goBack();
  await expect(drawer).toHaveCount(0);
  await expect(page).not.toHaveURL(/charge=/);
  await expect(page.getByRole('table', { name: /^Statement/ })).toBeVisible();
});

/** The first line below today's: its hours are closed, so nothing in it can move. */
async function openOldestHour(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^cpu at / })
    .last()
    .click();
  await page
    .getByRole('link', { name: /^Working of the charge of/ })
    .first()
    .click();
}

async function expectWorking(drawer: Locator): Promise<void> {
  await expect(drawer.getByText('Recomputed from the readings: matches')).toBeVisible();
  const formula = await drawer.getByText(/ = .* credits$/).textContent();
  const terms = /^([\d.,]+) vCPU·h × ([\d.,]+) per vCPU·h = ([\d.,]+) credits$/.exec(formula ?? '');
  expect(terms, formula ?? '').not.toBeNull();
  const [, quantity, rate, credits] = terms ?? [];
  expect(rate).toBe('1');
  expect(credits).toBe(quantity);
  const readings = drawer.getByRole('table', { name: /^The meter's counter/ });
  // The header, and at least the reading before the hour and the one after.
  expect(await readings.getByRole('row').count()).toBeGreaterThanOrEqual(3);
  await expect(drawer.getByText(/^Entry \d+/).first()).toBeVisible();
}
