import { type Page } from '@playwright/test';
import { asShown, asShownSigned, billionths, minus, sum, times } from './amounts.js';
import { expectPassport, openPassportOf, openPassportOfToday } from './charge-passport-pages.js';
import { copyTableInForce, hourOf, orderPublication, setProjectRate } from './cost-table-pages.js';
import { expect, test } from './journey.js';
import { publishRate } from './draft.js';
import { lookAt } from './page-looks.js';
import {
  readProject,
  readProjects,
  readQuantity,
  readTableAt,
  sendJsonReading,
} from './product-api.js';
import { dismissConflict, makeMetric, releaseHeldCharge } from './questionable-readings.js';
import {
  approvePlan,
  askToFixUnit,
  computePlan,
  expectAccountAgrees,
  expectPlan,
  expectVerified,
} from './re-rating-plans.js';
import { bump, scrape } from './sandbox.js';

/** Of no other journey; it uses so little that one person may publish what changes its rate. */
const project = 'portal-pool-dev';
/** Of no other journey either; with what is pushed, its rate takes two persons to change. */
const lateProject = 'rna-structure-db';
/** Has no GPUs; nobody else's journey as well. */
const gpuProject = 'tree-of-life-browser';
/** Has a metric of its own whose unit is wrong. */
const unitProject = 'ancient-dna-pipeline';
const metric = 'project_vcpu_usage';
const cpu = { metric: 'cpu', unit: 'vCPU·h' };
const dayMs = 86_400_000;
const vcpuHours = '12.5';

// All publish copies of the table in force, so each begins where the one before has ended well.
test.describe.configure({ mode: 'serial' });
test.use({ account: 'Ada Admin' });

test('a table for the past leaves charges alone; its plan, approved by somebody else, posts the difference', async ({
  page,
  editorPage: other,
}) => {
  const title = `Dearer ${lateProject}, ${new Date().toISOString()}`;
  const reason = `Meant to hold earlier (${title})`;
  const inForce = await readTableAt(new Date());
  // A table that takes effect before the one in force would never take over from it.
  const effectiveFrom = new Date(
    Math.max(hourOf(new Date(Date.now() - 3 * dayMs)).getTime(), Date.parse(inForce.effectiveFrom)),
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

  await other.goto(page.url());
  await other.getByRole('button', { name: 'Confirm and publish' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Confirm and publish' }).click();
  await expect(other.getByText(`“${title}” is published.`)).toBeVisible();

  await page.reload();
  await computePlan(page, reason);
  const difference = times(await used(), minus(newRate, oldRate));
  await expectPlan(page, { project: lateProject, reason, difference });
  await expect(page.getByText(/your own plan and so large that somebody else/)).toBeVisible();
  await lookAt(page, 'a re-rating plan');
  expect((await readProject(lateProject)).remaining).toBe(before.remaining);
  await other.goto(page.url());
  await approvePlan(other);

  const remaining = minus(before.remaining, difference);
  const line = 'cpu at ';
  await expectAccountAgrees(page, { project: lateProject, reason, difference, remaining, line });
  await expectVerified(page, lateProject);
});

test('an edited draft is previewed and published; the next reading costs the new rate, and its passport says why', async ({
  page,
}) => {
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
  const name = `project_gpu_usage_${Date.now()}`;
  const friendlyName = `gpu ${Date.now()}`;
  const title = `With ${friendlyName}`;
  await makeMetric(page, { name, friendlyName, unit: 'GPU·h', maximum: '8' });
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

  const send = (value: string, at = new Date()): Promise<string> =>
    sendJsonReading({
      project: gpuProject,
      site: '8676',
      metric: name,
      at: at.toISOString(),
      value,
    });
  // Every process of the API hears of a new metric by and by; until then its readings are nobody's.
  await expect.poll(() => send('10')).toBe('accepted');
  const at = new Date();
  expect(await send('110', at)).toBe('accepted');
  const credits = times('100', '1.25');
  await releaseHeldCharge(page, { metric: name, project: gpuProject, credits });
  const remaining = minus(before.remaining, credits);
  const remainingNow = async (): Promise<bigint> =>
    billionths((await readProject(gpuProject)).remaining);
  await expect.poll(remainingNow).toBe(billionths(remaining));

  expect(await send('111', at)).toBe('quarantined');
  await dismissConflict(page, name);
  expect(await remainingNow()).toBe(billionths(remaining));
});

test('a unit that was wrong is put right for the past and from now on, and every account agrees', async ({
  page,
  editorPage,
}) => {
  const name = `project_scratch_usage_${Date.now()}`;
  const friendlyName = `scratch ${Date.now()}`;
  const reason = `The exporter counts MiB (${friendlyName})`;
  await makeMetric(page, { name, friendlyName, unit: 'GiB·h' });
  const metricPage = page.url();
  const title = `With ${friendlyName}`;
  await publishRate(page.request, { title, metric: name, project: unitProject, rate: '0.5' });
  const before = await readProject(unitProject);
  const send = (value: string): Promise<string> => {
    const at = new Date().toISOString();
    return sendJsonReading({ project: unitProject, site: '8676', metric: name, at, value });
  };
  const remainingNow = async (): Promise<bigint> =>
    billionths((await readProject(unitProject)).remaining);
  const since = hourOf(new Date());
  await expect.poll(() => send('1000')).toBe('accepted');
  expect(await send('5096')).toBe('accepted');
  // 4096 GiB·h by the definition, 4 GiB·h in truth.
  await expect.poll(remainingNow).toBe(billionths(minus(before.remaining, '2048')));

  await page.goto(metricPage);
  await askToFixUnit(page, { metric: name, readingUnit: 'MiB·h', since, reason });
  const difference = '-2046';
  await expectPlan(page, { project: unitProject, reason, difference });
  await expect(page.getByText(/your own plan and so large that somebody else/)).toBeVisible();
  await editorPage.goto(page.url());
  await approvePlan(editorPage);

  const remaining = minus(before.remaining, '2');
  const line = `${friendlyName} at `;
  await expectAccountAgrees(page, { project: unitProject, reason, difference, remaining, line });
  await expectVerified(page, unitProject);
  await openPassportOf(page, unitProject, (entry) => entry.reason === reason);
  await expect(page.getByText('re-rated by a plan')).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Counter, MiB·h' })).toBeVisible();

  expect(await send('7144')).toBe('accepted');
  await expect.poll(remainingNow).toBe(billionths(minus(remaining, '1')));
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
