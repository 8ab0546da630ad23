import { type Page } from '@playwright/test';
import { asShown, asShownSigned, billionths, minus, times } from './amounts.js';
import {
  copyTableInForce,
  minuteOf,
  orderPublication,
  setProjectRate,
} from './cost-table-pages.js';
import { expect, test } from './journey.js';
import { readProject, readProjects, readQuantity, readTableInForce } from './product-api.js';
import { bump, scrape } from './sandbox.js';

/** Nobody else's journey; it uses so little that one person may publish. */
const project = 'portal-pool-dev';
const metric = 'project_vcpu_usage';
const dayMs = 86_400_000;
const vcpuHours = '12.5';

test.use({ account: 'Ada Admin' });

test('an edited draft is previewed and published; the next reading costs the new rate, and its passport says why', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const title = `Discount for ${project}, ${new Date().toISOString()}`;
  const inForce = await readTableInForce();
  const oldRate = rateOf(inForce.rates, project);
  // Again on the same stack it has to be another rate.
  const newRate = oldRate === '0.75' ? '0.5' : '0.75';

  await copyTableInForce(page, { title, effectiveFrom: minuteOf(new Date()) });
  await setProjectRate(page, project, newRate);
  await page.getByRole('link', { name: 'Preview and publish' }).click();
  await expectPreview(page, { oldRate, newRate });
  const { length: projectCount } = await readProjects();
  await orderPublication(page, {
    press: 'Publish',
    reason: 'Decided by the board',
    says: new RegExp(`^1 of ${projectCount} projects would have had another sum`),
  });
  await expect(page.getByText(`“${title}” is published.`)).toBeVisible();

  // Everything before this reading is use of the time before the publication.
  await scrape();
  const before = await readProject(project);
  await bump({ project, vcpuHours });

  const cost = times(vcpuHours, newRate);
  const expected = minus(before.remaining, cost);
  await expect
    .poll(async () => billionths((await readProject(project)).remaining))
    .toBe(billionths(expected));
  await page.goto(`/projects/${project}`);
  await expect(
    page
      .getByRole('table', { name: 'How this adds up' })
      .getByRole('row', { name: 'Remaining credits' })
      .getByRole('cell')
      .last(),
  ).toHaveText(asShown(expected));
  const table = await readTableInForce();
  expect(table.title).toBe(title);
  await openPassportOfToday(page, table.id);
  await expectPassport(page, {
    table,
    formula: `${vcpuHours} vCPU·h × ${newRate} per vCPU·h = ${cost} credits`,
  });
});

/** The diff has the one row, and the impact is that of the one project. */
async function expectPreview(
  page: Page,
  { oldRate, newRate }: { oldRate: string; newRate: string },
): Promise<void> {
  const diff = page.getByRole('table', { name: 'Rates that are compared' }).locator('tbody tr');
  await expect(diff).toHaveCount(1);
  await expect(diff).toContainText(`project ${project}`);
  await expect(diff).toContainText(newRate);

  const row = page
    .getByRole('table', { name: 'Impact by project' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: project, exact: true }) });
  await expect(row).toBeVisible();
  const firstDay = await page.getByLabel('From day').inputValue();
  const lastDay = await page.getByLabel('To day').inputValue();
  const quantity = await readQuantity(project, {
    metric,
    from: `${firstDay}T00:00:00Z`,
    to: new Date(Date.parse(lastDay) + dayMs).toISOString(),
  });
  const difference = times(quantity, minus(newRate, oldRate));
  await expect(row.getByRole('cell').nth(2)).toHaveText(asShownSigned(difference));
  // The other rows end where nothing changes.
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
}

/** From today's line of the statement to the charge of the hour under a cost table. */
async function openPassportOfToday(page: Page, tableId: number): Promise<void> {
  await page
    .getByRole('button', { name: /^cpu at / })
    .first()
    .click();
  await page
    .getByRole('link', { name: /^Passport of the charge of/ })
    .and(page.locator(`[href$=".${tableId}"]`))
    .first()
    .click();
}

async function expectPassport(
  page: Page,
  { table, formula }: { table: { id: number; title: string }; formula: string },
): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Charge passport' })).toBeVisible();
  await expect(page.getByText('Recomputed from the readings: matches')).toBeVisible();
  await expect(page.getByText(formula, { exact: true })).toBeVisible();
  await expect(page.getByText('set for this project', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: `${table.title} (no. ${table.id})`, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: table.title })).toBeVisible();
  await expect(page.getByText('In force', { exact: true })).toBeVisible();
}

function rateOf(
  rates: readonly { metric: string; site: string | null; project: string | null; rate: string }[],
  name: string,
): string {
  const fitting = rates.filter((row) => row.metric === metric && row.site === null);
  const found =
    fitting.find((row) => row.project === name) ?? fitting.find((row) => row.project === null);
  if (found === undefined) throw new Error(`The table in force has no rate of ${metric}.`);
  return found.rate;
}
