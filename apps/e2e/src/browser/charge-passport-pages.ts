import { type StatementResponse } from '@os-credits/contracts';
import { type Page } from '@playwright/test';
import { expect } from './journey.js';
import { readStatement } from './product-api.js';

type StatementEntry = StatementResponse['entries'][number];

/** From today's line of the statement to the charge of the hour under a cost table. */
export async function openPassportOfToday(page: Page, tableId: number): Promise<void> {
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

/** The passport of the charge that the latest entry of this kind is about. */
export async function openPassportOf(
  page: Page,
  project: string,
  isMeant: (entry: StatementEntry) => boolean,
): Promise<void> {
  const { entries } = await readStatement(project);
  const charge = entries.findLast((entry) => entry.charge !== null && isMeant(entry))?.charge;
  if (!charge) throw new Error(`No charge of ${project} is the one that is looked for.`);
  await page.goto(`/projects/${encodeURIComponent(project)}/charges/${charge.chargeId}`);
  await expectRecomputed(page);
}

async function expectRecomputed(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Charge passport' })).toBeVisible();
  await expect(page.getByText('Recomputed from the readings: matches')).toBeVisible();
}

export async function expectPassport(
  page: Page,
  { table, formula }: { table: { id: number; title: string }; formula: string },
): Promise<void> {
  await expectRecomputed(page);
  await expect(page.getByText(formula, { exact: true })).toBeVisible();
  await expect(page.getByText('set for this project', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: `${table.title} (no. ${table.id})`, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: table.title })).toBeVisible();
  await expect(page.getByText('In force', { exact: true })).toBeVisible();
}
