import { expect } from './journey.js';
import { at, heading, type View } from './views.js';

/** Jobs, schedules, intake and Perun, as staff see them. */
export const viewsOfOperations: readonly View[] = [
  { name: 'jobs', open: at('/jobs', heading('Jobs')) },
  {
    name: 'start a job',
    open: at('/jobs/new?type=perun-sync', (page) => page.getByText('Only this project')),
  },
  { name: 'intake', open: at('/intake', heading('Intake')) },
  { name: 'schedules', open: at('/schedules', heading('Schedules')) },
  {
    name: 'new schedule',
    open: at('/schedules/new', (page) => page.getByRole('heading', { level: 1 })),
  },
  { name: 'Perun', open: at('/perun', (page) => page.getByText('Who owns which value')) },
  { name: 'sync runs', open: at('/perun/sync-runs', heading('Sync runs')) },
  {
    name: 'sync run with its job',
    open: async (page) => {
      await page.goto('/perun/sync-runs');
      await page.locator('main a[href^="/perun/sync-runs/"]').last().click();
      await expect(page.getByRole('heading', { name: 'Change set' })).toBeVisible();
    },
  },
  {
    name: 'job',
    open: async (page) => {
      await page.goto('/perun/sync-runs');
      await page.locator('main a[href^="/perun/sync-runs/"]').last().click();
      await page.getByRole('link', { name: 'Its job with log and progress' }).click();
      await expect(page.getByRole('region', { name: 'Attempts' })).toBeVisible();
    },
  },
  { name: 'drift', open: at('/perun/drift', heading('Drift')) },
];
