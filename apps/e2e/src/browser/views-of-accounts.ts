import { type Page } from '@playwright/test';
import { expect } from './journey.js';
import { at, heading, type View } from './views.js';

/** The account of one day, so that little stands behind what is looked at. */
const project = `/projects/my-project?booked=custom&bookedFrom=${yesterday()}&bookedTo=${yesterday()}`;
const machines = 'count=2,vcpus=4,ram=16;count=1,vcpus=28,ram=64';

/** Calculators, corrections and what waits for a decision, as staff see them. */
export const viewsOfAccounts: readonly View[] = [
  {
    name: 'calculator: what machines cost',
    open: at(`/calculator?machines=${encodeURIComponent(machines)}`, (page) =>
      page.getByText('Credits per 30 days'),
    ),
  },
  {
    name: 'calculator: how long credits last',
    open: at(`/calculator?machines=${encodeURIComponent(machines)}&credits=5000`, (page) =>
      page.getByText(/^5,000(\.00)? credits last /),
    ),
  },
  {
    name: 'calculator with a fault',
    open: at('/calculator?machines=count%3D1%2Cvcpus%3D1%252C5', (page) =>
      page.getByText('Write a point, not a comma: 1.5'),
    ),
  },
  {
    name: 'what if',
    open: at(`${project}&whatIf=`, (page) =>
      page.getByRole('table', { name: 'What runs, and what would' }),
    ),
  },
  { name: 'charge passport', open: openPassport },
  {
    name: 'statement with its files',
    open: at(project, (page) => page.getByRole('link', { name: 'Download as PDF' })),
  },
  {
    name: 'correction',
    within: '[role=dialog]',
    open: at(`${project}&correct=adjustment`, (page) =>
      page.getByRole('dialog', { name: 'Correct the account of my-project' }),
    ),
  },
  {
    name: 'correction before it is posted',
    open: openCorrectionPreview,
    within: '[role=dialog]',
  },
  { name: 'reversal', open: openReversal, within: '[role=dialog]' },
  {
    name: 'charges of a bar',
    within: '[role=dialog]',
    open: at(
      `${project}&bar=${encodeURIComponent(`${yesterday()}T00:00:00Z/${yesterday()}T06:00:00Z`)}`,
      (page) => page.getByRole('link', { name: /^Passport of cpu/ }).first(),
    ),
  },
  {
    name: 'quarantine',
    open: at('/quarantine', (page) => page.getByRole('list', { name: 'Groups of readings' })),
  },
  {
    name: 'quarantine, reading by reading',
    open: at('/quarantine?view=readings&reason=in-the-future', (page) =>
      page.getByRole('list', { name: 'Readings in quarantine' }),
    ),
  },
  { name: 'a decision about a reading', open: openDismissal, within: '[role=dialog]' },
  { name: 'held charges', open: at('/held-charges', heading('Held charges')) },
  { name: 'data quality', open: at('/data-quality', heading('Data quality')) },
];

function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}

async function openPassport(page: Page): Promise<void> {
  await page.goto(project);
  await page
    .getByRole('button', { name: /^ram at / })
    .last()
    .click();
  await page
    .getByRole('link', { name: /^Passport of the charge of/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Chain of corrections' })).toBeVisible();
}

async function openCorrectionPreview(page: Page): Promise<void> {
  await page.goto(`${project}&correct=adjustment`);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Credits to give' }).fill('20000');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Only to be looked at');
  await dialog.getByRole('button', { name: 'Show what it does' }).click();
  await expect(dialog.getByText('The account before and after')).toBeVisible();
}

async function openReversal(page: Page): Promise<void> {
  await page.goto(project);
  await page
    .getByRole('button', { name: /^ram at / })
    .last()
    .click();
  await page
    .getByRole('link', { name: /^Undo entry/ })
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: /^Undo entry/ })).toBeVisible();
}

async function openDismissal(page: Page): Promise<void> {
  await page.goto('/quarantine');
  await page.getByRole('button', { name: 'Dismiss …' }).first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
}
