import { readFile } from 'node:fs/promises';
import { type Locator, type Page } from '@playwright/test';
import { asShown, asShownSigned, billionths, minus, sum } from './amounts.js';
import { localMinute } from './cost-table-pages.js';
import { expect } from './journey.js';
import { lookAt } from './page-looks.js';
import { readProject, readStatement } from './product-api.js';
import { expectLoaded } from './views.js';

/** What a plan is expected to do to one project. */
export type ExpectedPlan = { project: string; reason: string; difference: string };

/** Jobs come after whatever else is at work. */
const JOB_TIMEOUT_MS = 90_000;

/** On a table that was published late: has the plan computed, and waits until it can be decided. */
export async function computePlan(page: Page, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Compute the re-rating plan' }).click();
  await orderPlan(page, page.getByRole('dialog'), reason);
}

/** In a form that is filled in but for its reason: has the plan computed, and waits until it can be decided. */
export async function orderPlan(page: Page, form: Page | Locator, reason: string): Promise<void> {
  await form.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await form.getByRole('button', { name: 'Compute the re-rating plan' }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: /^Re-rating (of|under) / }),
  ).toBeVisible();
  await expect(page.getByText('Awaits a decision', { exact: true })).toBeVisible({
    timeout: JOB_TIMEOUT_MS,
  });
}

/** On the page of a metric: has a plan computed for what was charged in a wrong unit until now. */
export async function askToFixUnit(
  page: Page,
  fix: { metric: string; readingUnit: string; since: Date; reason: string },
): Promise<void> {
  await page.getByRole('link', { name: 'The unit was wrong since …' }).click();
  await expect(page.getByRole('combobox', { name: 'Metric' })).toHaveValue(fix.metric);
  await page.getByLabel('Unit its readings were in').selectOption(fix.readingUnit);
  await page.getByLabel('From').fill(localMinute(fix.since));
  await orderPlan(page, page, fix.reason);
}

/** Old, new and difference of the project, and that the entries to post amount to it. */
export async function expectPlan(page: Page, { project, difference }: ExpectedPlan): Promise<void> {
  const row = page
    .getByRole('table', { name: 'What changes' })
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: project, exact: true }) });
  await expect(row.getByRole('cell').nth(2)).toHaveText(asShownSigned(difference));
  const [before = '', after = ''] = await row.getByRole('cell').allInnerTexts();
  // Each of them is rounded to two places on its own.
  const gap = Number(after.replaceAll(',', '')) - Number(before.replaceAll(',', ''));
  expect(Math.abs(gap - Number(difference))).toBeLessThanOrEqual(0.0101);

  await row.getByRole('button', { name: project, exact: true }).click();
  const entries = page.getByRole('table', { name: 'Entries' });
  await expect(entries.getByRole('row').nth(1)).toBeVisible();
  await expectLoaded(page);
  await lookAt(page, 'entries of a plan', '[role=dialog]');
  await page.getByRole('button', { name: 'Close the entries' }).click();
}

/** Approves the plan that the page shows, and waits until its entries are posted. */
export async function approvePlan(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Approve and post' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The board minutes say so');
  await dialog.getByRole('button', { name: 'Approve and post' }).click();
  await expect(page.getByText('Posted', { exact: true }).first()).toBeVisible({
    timeout: JOB_TIMEOUT_MS,
  });
  await expect(page.getByText('Its entries are posted.')).toBeVisible();
}

/**
 * Balance, ledger, statement on the screen and as files: all say what the plan did, and why.
 *
 * @param expected `line`: metric and site of a line of the statement, of whose newest day it corrects something
 */
export async function expectAccountAgrees(
  page: Page,
  {
    project,
    reason,
    difference,
    remaining,
    line,
  }: ExpectedPlan & { remaining: string; line: string },
): Promise<void> {
  expect(billionths((await readProject(project)).remaining)).toBe(billionths(remaining));

  const { entries, closing } = await readStatement(project);
  expect(billionths(closing)).toBe(billionths(remaining));
  expect(billionths(sum(entries.map(({ credits }) => credits)))).toBe(billionths(closing));
  const posted = entries.filter((entry) => entry.reason === reason);
  expect(billionths(sum(posted.map(({ credits }) => credits)))).toBe(
    billionths(minus('0', difference)),
  );
  for (const { source, actor } of posted) {
    expect(source).toBe('re-rating');
    expect(actor).toBe('Ada Admin, approved by Edgar Editor');
  }

  await page.goto(`/projects/${encodeURIComponent(project)}`);
  const statement = page.getByRole('table', { name: /^Statement/ });
  await expect(
    statement
      .getByRole('row', { name: /^Balance now/ })
      .getByRole('cell')
      .last(),
  ).toHaveText(asShown(remaining));
  await statement.getByRole('button', { name: line }).first().click();
  await expect(statement.getByText(reason).first()).toBeVisible();
  await expect(statement.getByText('by Ada Admin, approved by Edgar Editor').first()).toBeVisible();

  const lines = await downloadedCsv(page);
  expect(lines.filter((line) => line.includes(`"${reason}","re-rating"`))).toHaveLength(
    posted.length,
  );
  const [last = ''] = lines.slice(-1);
  expect(last).toContain(`,"closing",`);
  expect(last).toContain(`,${closing},`);
}

/** The statement of the whole account, every hour, as it is saved from the page. */
async function downloadedCsv(page: Page): Promise<string[]> {
  await page.getByLabel('Lines of PDF and CSV').selectOption('every hour');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  return (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n');
}

/** Has a project's charges recomputed from its readings, by the job that does it every night. */
export async function expectVerified(page: Page, project: string): Promise<void> {
  await page.goto('/jobs/new?type=verify-ledger');
  await page.getByLabel('Project').fill(project);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(
    page.getByText(/^1 projects, \d+ series, \d+ readings: every charge and sum agrees$/),
  ).toBeVisible({ timeout: JOB_TIMEOUT_MS });
}
