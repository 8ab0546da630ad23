import { expect, test } from './journey.js';
import { lookAt } from './page-looks.js';
import { type Account } from './sign-in.js';
import { at, expectLoaded, heading, type View } from './views.js';

const project = '/projects/wheat-pangenome';

const viewsOfVisitors: View[] = [
  { name: 'sign-in', open: at('/sign-in', heading(/to the last credit/)) },
  {
    name: 'sign-in failed',
    open: at('/sign-in-failed?code=sign-in-refused', heading('Sign-in did not work')),
  },
];

const viewsOfLeads: View[] = [
  {
    name: 'projects',
    open: at('/projects', (page) => page.getByRole('link', { name: 'metagenome-atlas' })),
  },
  {
    name: 'no project fits',
    open: at('/projects?search=nothing-like-it', (page) => page.getByText('No project fits')),
  },
  {
    name: 'project with chart',
    open: at(`${project}?line=on`, (page) => page.locator('figure .recharts-bar').first()),
  },
  {
    name: 'project with table, statement unfolded',
    open: async (page) => {
      await at(`${project}?view=table`, (shown) =>
        shown.getByRole('table', { name: 'Credits used per period' }),
      )(page);
      await page
        .getByRole('button', { name: /^cpu at / })
        .first()
        .click();
      await expect(page.getByRole('link', { name: /^Working of/ }).first()).toBeVisible();
    },
  },
  {
    name: 'charge',
    open: async (page) => {
      await page.goto(project);
      await page
        .getByRole('button', { name: /^ram at / })
        .first()
        .click();
      await page
        .getByRole('link', { name: /^Working of/ })
        .first()
        .click();
      await expect(page.getByText('Recomputed from the readings: matches')).toBeVisible();
    },
  },
  { name: 'not found', open: at('/nothing/here', heading('Page not found')) },
];

const viewsOfStaff: View[] = [
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

const visits: { whose: string; account: Account | null; views: View[] }[] = [
  { whose: 'visitors', account: null, views: viewsOfVisitors },
  { whose: 'leads', account: 'Lea Lead', views: viewsOfLeads },
  { whose: 'staff', account: 'Ada Admin', views: viewsOfStaff },
];

for (const { whose, account, views } of visits) {
  test.describe(whose, () => {
    test.use({ account });

    test('axe finds nothing in either scheme, and nothing is wider than a phone', async ({
      page,
    }) => {
      test.setTimeout(180_000);
      for (const { name, open } of views) {
        await test.step(name, async () => {
          await open(page);
          await expectLoaded(page);
          await lookAt(page, name);
        });
      }
    });
  });
}
