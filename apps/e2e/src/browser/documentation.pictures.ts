import { join } from 'node:path';
import { expect, test } from './journey.js';

const folder = join(import.meta.dirname, '../../../../docs/screenshots');

test.use({ account: 'Lea Lead', viewport: { width: 1280, height: 1250 } });

test('the project page', async ({ page }) => {
  await page.goto('/projects/wheat-pangenome?line=on');
  await expect(page.locator('figure .recharts-bar').first()).toBeVisible();
  await expect(page.getByRole('table', { name: /^Statement/ })).toBeVisible();
  await page.screenshot({ path: join(folder, 'project.png') });
});

test.describe('for staff', () => {
  test.use({ account: 'Viola Viewer', viewport: { width: 1280, height: 900 } });

  test('the list of projects', async ({ page }) => {
    await page.goto('/projects');
    await expect(page.getByRole('link', { name: 'metagenome-atlas' })).toBeVisible();
    await page.screenshot({ path: join(folder, 'projects.png') });
  });
});
