import { type Page } from '@playwright/test';
import { expect, test } from './journey.js';

test.use({ account: 'Lea Lead' });

test('language and appearance change at once and are remembered', async ({ page }) => {
  await page.goto('/projects');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  const light = await background(page);

  await page.getByLabel('Language').selectOption('Deutsch');
  await expect(page.getByRole('heading', { name: 'Meine Projekte' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByLabel('Darstellung').selectOption('Dunkel');
  const scheme = page.locator('html');
  await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect.poll(() => background(page)).not.toBe(light);

  await page.reload();
  await expect(page.getByRole('heading', { name: 'Meine Projekte' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect.poll(() => background(page)).not.toBe(light);
  // German numbers too: a comma before the places.
  await expect(page.getByRole('list', { name: 'Projekte' })).toContainText(/\d\.\d{3},\d{2}/);

  await page.getByLabel('Sprache').selectOption('English');
  await expect(page.getByRole('heading', { name: 'My projects' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
