import { type Route } from '@playwright/test';
import { expect, test } from './journey.js';

const history = '**/api/projects/*/history?*';

test.use({ account: 'Lea Lead', expectedComplaint: /net::ERR_FAILED|status of 500/ });

test('a panel whose request fails says so alone, and its retry recovers', async ({ page }) => {
  const panel = page.getByRole('region', { name: 'Use over time' });
  const failures = [
    (route: Route) => route.abort(),
    (route: Route) =>
      route.fulfill({ status: 500, contentType: 'text/html', body: '<h1>Oops</h1>' }),
  ];
  for (const fail of failures) {
    await page.route(history, fail);
    await page.goto('/projects/wheat-pangenome');
    await expect(panel.getByRole('alert')).toBeVisible();
    await expect(page.getByRole('table', { name: 'How this adds up' })).toBeVisible();
    await expect(page.getByRole('table', { name: /^Statement/ })).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(1);

    await page.unroute(history);
    await panel.getByRole('button', { name: 'Try again' }).click();
    await expect(panel.getByRole('figure', { name: /^Chart of the credits used/ })).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
});
