import { expect } from './journey.js';
import { at, heading, type View } from './views.js';

const project = '/projects/wheat-pangenome';

/** What anybody sees before signing in. */
export const viewsOfVisitors: readonly View[] = [
  { name: 'sign-in', open: at('/sign-in', heading(/to the last credit/)) },
  {
    name: 'sign-in failed',
    open: at('/sign-in-failed?code=sign-in-refused', heading('Sign-in did not work')),
  },
];

/** What people see of their own projects. */
export const viewsOfLeads: readonly View[] = [
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
    within: '[role=dialog]',
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
