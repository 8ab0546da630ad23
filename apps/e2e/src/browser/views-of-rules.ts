import { type CostTable } from '@os-credits/contracts';
import { type Page } from '@playwright/test';
import { expect } from './journey.js';
import { at, expectLoaded, heading, type View } from './views.js';

/** Cost tables, metrics, plans and who changed them; the draft shows what nobody has published. */
export function viewsOfRules(draft: CostTable): readonly View[] {
  const ofDraft = `/cost-tables/${draft.id}`;
  return [
    {
      name: 'cost tables',
      open: at('/cost-tables', (page) => page.getByRole('list', { name: 'Cost tables' })),
    },
    {
      name: 'draft in its editor',
      open: at(ofDraft, (page) => page.getByLabel('Project of rate 2 for cpu')),
    },
    { name: 'draft with faults', open: openFaults(ofDraft) },
    { name: 'published cost table', open: openPublished },
    {
      name: 'preview of a publication',
      open: at(`${ofDraft}/publish`, (page) =>
        page.getByRole('table', { name: 'Impact by project' }),
      ),
    },
    {
      name: 'publishing',
      open: openPublishing(`${ofDraft}/publish`),
      within: '[role=dialog]',
    },
    {
      name: 'comparison',
      open: at(`/cost-tables/compare?from=1&to=${draft.id}&all=true`, (page) =>
        page.getByRole('table', { name: 'Size weights that are compared' }),
      ),
    },
    {
      name: 'metrics',
      open: at('/credit-metrics', (page) => page.getByRole('list', { name: 'Metrics' })),
    },
    { name: 'metric in its editor', open: openMetric },
    { name: 'new metric', open: at('/credit-metrics/new', heading('New metric')) },
    { name: 're-rating plans', open: at('/re-rating', heading('Re-rating')) },
    {
      name: 'new plan for a wrong unit',
      open: at('/re-rating/new?cause=metric-unit&metric=project_vcpu_usage', (page) =>
        page.getByRole('textbox', { name: 'Reason' }),
      ),
    },
    {
      name: 'new plan without wrong readings',
      open: at('/re-rating/new?cause=dismissed-readings', (page) =>
        page.getByRole('textbox', { name: 'Reason' }),
      ),
    },
    { name: 'audit trail', open: openAudit },
  ];
}

function openFaults(path: string) {
  return async (page: Page): Promise<void> => {
    await page.goto(path);
    await page.getByLabel('Rate 1 for cpu, credits per vCPU·h').fill('1,5');
    await expect(page.getByText('Write a point, not a comma: 1.5')).toBeVisible();
    // Else leaving asks whether to; the value is looked at, not saved.
    page.once('dialog', (dialog) => void dialog.accept());
  };
}

async function openPublished(page: Page): Promise<void> {
  await page.goto('/cost-tables/1');
  await expect(page.getByRole('table', { name: 'Rates' })).toBeVisible();
}

function openPublishing(path: string) {
  return async (page: Page): Promise<void> => {
    await page.goto(path);
    await expectLoaded(page);
    await page.getByRole('textbox', { name: 'Reason' }).fill('Only to be looked at');
    await page.getByRole('button', { name: /^(Publish|Ask for confirmation)$/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  };
}

async function openMetric(page: Page): Promise<void> {
  await page.goto('/credit-metrics');
  await page
    .getByRole('list', { name: 'Metrics' })
    .getByRole('link', { name: 'cpu', exact: true })
    .click();
  await expect(page.getByRole('textbox', { name: 'Friendly name' })).toBeVisible();
}

async function openAudit(page: Page): Promise<void> {
  await page.goto('/audit');
  await page.getByText('Before and after').first().click();
}
