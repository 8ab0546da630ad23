import { type Page } from '@playwright/test';
import { asShown, asShownSigned, billionths, minus, sum, times } from './amounts.js';
import { copyTableInForce, hourOf, orderPublication, setProjectRate } from './cost-table-pages.js';
import { expect, test } from './journey.js';
import {
  approvePlan,
  computePlan,
  expectAccountAgrees,
  expectPlan,
  expectVerified,
} from './late-publication.js';
import { lookAt } from './page-looks.js';
import {
  readProject,
  readProjects,
  readQuantity,
  readTableAt,
  sendJsonReading,
} from './product-api.js';
import { dismissConflict, makeMetric, releaseHeldCharge } from './questionable-readings.js';
import { bump, scrape } from './sandbox.js';

/** Of no other journey; it uses so little that one person may publish what changes its rate. */
const project = 'portal-pool-dev';
/** Of no other journey either; with what is pushed, its rate takes two persons to change. */
const lateProject = 'rna-structure-db';
/** Has no GPUs; nobody else's journey as well. */
const gpuProject = 'tree-of-life-browser';
const metric = 'project_vcpu_usage';
const cpu = { metric: 'cpu', unit: 'vCPU·h' };
const dayMs = 86_400_000;
const vcpuHours = '12.5';

// All publish copies of the table in force, so each begins where the one before has ended well.
test.describe.configure({ mode: 'serial' });
test.use({ account: 'Ada Admin' });

test('a table for the past leaves charges alone; its plan, approved by somebody else, posts the difference', async ({
  page,
  browser,
  stateOf,
}) => {
  test.setTimeout(180_000);
  const title = `Dearer ${lateProject}, ${new Date().toISOString()}`;
  const reason = `Meant to hold earlier (${title})`;
  const inForce = await readTableAt(new Date());
  // A table that takes effect before the one in force would never take over from it.
  const effectiveFrom = new Date(
    Math.max(hourOf(new Date()).getTime() - 3 * dayMs, Date.parse(inForce.effectiveFrom)),
  );
  const oldRate = rateOf(inForce.rates, lateProject);
  const newRate = oldRate === '2.5' ? '4' : '2.5';
  const used = (): Promise<string> =>
    readQuantity(lateProject, {
      metric,
      from: effectiveFrom.toISOString(),
      to: new Date().toISOString(),
    });
  const usedBefore = await used();
  await bump({ project: lateProject, vcpuHours: '800' });
  await expect.poll(used).toBe(sum([usedBefore, '800']));
  const before = await readProject(lateProject);

  await copyTableInForce(page, { title, effectiveFrom });
  await setProjectRate(page, { ...cpu, project: lateProject, rate: newRate });
  await page.getByRole('link', { name: 'Preview and publish' }).click();
  await expect(page.getByRole('heading', { name: 'What is past stays' })).toBeVisible();
  await orderPublication(page, {
    press: 'Ask for confirmation',
    reason: 'Decided last week',
    says: /nothing is rated by it before somebody else confirms/i,
  });
  await expect(page.getByText('Ada Admin asked to publish this draft,')).toBeVisible();

  const second = await browser.newContext({ storageState: await stateOf('Edgar Editor') });
  const other = await second.newPage();
  await other.goto(page.url());
  await other.getByRole('button', { name: 'Confirm and publish' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Confirm and publish' }).click();
  await expect(other.getByText(`“${title}” is published.`)).toBeVisible();

  await page.reload();
  await computePlan(page, reason);
  const difference = times(await used(), minus(newRate, oldRate));
  await expectPlan(page, { project: lateProject, reason, difference });
  await expect(page.getByText(/somebody other than Ada Admin has to approve it/)).toBeVisible();
  await lookAt(page, 'a re-rating plan');
  expect((await readProject(lateProject)).remaining).toBe(before.remaining);
  await other.goto(page.url());
  await approvePlan(other);
  await second.close();

  const remaining = minus(before.remaining, difference);
  await expectAccountAgrees(page, { project: lateProject, reason, difference, remaining });
  await expectVerified(page, lateProject);
});

test('an edited draft is previewed and published; the next reading costs the new rate, and its passport says why', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const title = `Discount for ${project}, ${new Date().toISOString()}`;
  const effectiveFrom = hourOf(new Date());
  const oldRate = rateOf((await readTableAt(effectiveFrom)).rates, project);
  const copiedRate = rateOf((await readTableAt(new Date())).rates, project);
  // Again on the same stack it has to be another rate.
  const newRate = ['0.75', '0.5', '0.25'].find((rate) => rate !== oldRate && rate !== copiedRate);
  if (newRate === undefined) throw new Error('There is always a third rate.');

  await copyTableInForce(page, { title, effectiveFrom });
  await setProjectRate(page, { ...cpu, project, rate: newRate });
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
  const table = await readTableAt(new Date());
  expect(table.title).toBe(title);
  await openPassportOfToday(page, table.id);
  await expectPassport(page, {
    table,
    formula: `${vcpuHours} vCPU·h × ${newRate} per vCPU·h = ${cost} credits`,
  });
});

test('implausible growth of a new metric waits until it is released, a contradiction until it is dismissed', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const name = `project_gpu_usage_${Date.now()}`;
  const friendlyName = `gpu ${Date.now()}`;
  const title = `With ${friendlyName}`;
  await makeMetric(page, { name, friendlyName, maximum: '8' });
  await copyTableInForce(page, { title, effectiveFrom: hourOf(new Date()) });
  await setProjectRate(page, {
    metric: friendlyName,
    unit: 'GPU·h',
    project: gpuProject,
    rate: '1.25',
  });
  await page.getByRole('link', { name: 'Preview and publish' }).click();
  await orderPublication(page, {
    press: 'Publish',
    reason: 'GPUs are there now',
    says: /projects would have had another sum/,
  });
  await expect(page.getByText(`“${title}” is published.`)).toBeVisible();
  const before = await readProject(gpuProject);

  const startMs = Date.now();
  const send = (seconds: number, value: string): Promise<string> =>
    sendJsonReading({
      project: gpuProject,
      site: '8676',
      metric: name,
      at: new Date(startMs + seconds * 1000).toISOString(),
      value,
    });
  // Every process of the API hears of a new metric by and by; until then its readings are nobody's.
  await expect.poll(() => send(0, '10'), { timeout: 30_000 }).toMatch(/^(accepted|duplicate)$/);
  expect(await send(1, '110')).toBe('accepted');
  const credits = times('100', '1.25');
  await releaseHeldCharge(page, { metric: name, project: gpuProject, credits });
  const remaining = minus(before.remaining, credits);
  const remainingNow = async (): Promise<bigint> =>
    billionths((await readProject(gpuProject)).remaining);
  await expect.poll(remainingNow).toBe(billionths(remaining));

  expect(await send(1, '111')).toBe('quarantined');
  await dismissConflict(page, name);
  expect(await remainingNow()).toBe(billionths(remaining));
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
