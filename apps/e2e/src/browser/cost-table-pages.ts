import { type Page } from '@playwright/test';
import { expect } from './journey.js';

const hourMs = 3_600_000;

/** An instant as a `datetime-local` control of the journeys' browser takes it, to the minute. */
export function localMinute(instant: Date): string {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Berlin',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return local.format(instant).replace(' ', 'T');
}

/**
 * The beginning of the hour that an instant lies in; of an earlier one where the journeys' browser sets its clocks
 * back, because what people type there is two instants.
 */
export function hourOf(instant: Date): Date {
  const hour = new Date(Math.floor(instant.getTime() / hourMs) * hourMs);
  const before = new Date(hour.getTime() - hourMs);
  const after = new Date(hour.getTime() + hourMs);
  const isTwice = [before, after].some((other) => localMinute(other) === localMinute(hour));
  return isTwice ? hourOf(before) : hour;
}

/** From the list to a draft with everything of the table in force. */
export async function copyTableInForce(
  page: Page,
  { title, effectiveFrom }: { title: string; effectiveFrom: Date },
): Promise<void> {
  await page.goto('/cost-tables');
  await page
    .getByRole('list', { name: 'Cost tables' })
    .getByRole('listitem')
    .filter({ has: page.getByText('In force', { exact: true }) })
    .getByRole('link')
    .first()
    .click();
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  await dialog.getByLabel('Effective from').fill(localMinute(effectiveFrom));
  await dialog.getByRole('button', { name: 'Make the copy' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** In the editor: what a unit of a metric costs a project at any site, in a row of its own; saves the draft. */
export async function setProjectRate(
  page: Page,
  { metric, unit, project, rate }: { metric: string; unit: string; project: string; rate: string },
): Promise<void> {
  const add = page.getByRole('button', { name: `Add a rate for ${metric}`, exact: true });
  await expect(add).toBeVisible();
  const projects = page.getByLabel(new RegExp(`^Project of rate \\d+ for ${metric}$`));
  const named = await projects.evaluateAll((inputs) =>
    inputs.map((input) => (input instanceof HTMLInputElement ? input.value : '')),
  );
  const known = named.indexOf(project);
  const row = known === -1 ? named.length : known;
  if (known === -1) {
    await add.click();
    await projects.nth(row).fill(project);
  }
  await page.getByLabel(`Rate ${row + 1} for ${metric}, credits per ${unit}`).fill(rate);
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await expect(page.getByText(/^Saved as version \d+\.$/)).toBeVisible();
}

/** On the page of the preview: gives the reason and presses twice, which publishes or asks for it. */
export async function orderPublication(
  page: Page,
  { press, reason, says }: { press: string; reason: string; says: RegExp },
): Promise<void> {
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await page.getByRole('button', { name: press, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(says)).toBeVisible();
  await dialog.getByRole('button', { name: press, exact: true }).click();
}
