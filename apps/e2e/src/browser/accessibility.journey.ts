import { AxeBuilder } from '@axe-core/playwright';
import { type Locator, type Page } from '@playwright/test';
import { expect, test } from './journey.js';
import { signIn } from './sign-in.js';

const project = '/projects/wheat-pangenome';

type View = { name: string; open: (page: Page) => Promise<void> };

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

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('axe finds nothing on any page', async ({ page }) => {
      test.setTimeout(180_000);
      await visitAll(page, async (name) => {
        expect.soft(await violations(page), name).toEqual([]);
      });
    });
  });
}

test.describe('phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('no page is wider than the screen', async ({ page }) => {
    test.setTimeout(120_000);
    await visitAll(page, async (name) => {
      expect.soft(await tooWide(page), name).toEqual([]);
    });
  });
});

async function visitAll(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  for (const { name, open } of viewsOfVisitors) {
    await open(page);
    await look(name);
  }
  await signIn(page, 'Lea Lead');
  for (const { name, open } of viewsOfLeads) {
    await open(page);
    await look(name);
  }
  await page.context().clearCookies();
  await signIn(page, 'Ada Admin');
  for (const { name, open } of viewsOfStaff) {
    await open(page);
    await look(name);
  }
}

/** What scrolls sideways: the page itself, or a part of it that is not made to and labelled so. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { overflowX } = getComputedStyle(element);
        const scrolls =
          element === document.documentElement || overflowX === 'auto' || overflowX === 'scroll';
        // A strip of links moves with the focus; anything else needs a name and a stop of its own.
        const isMeantTo = element.matches(
          '[role=region][tabindex="0"][aria-label], nav[aria-label]',
        );
        return scrolls && !isMeantTo && element.scrollWidth > element.clientWidth + 1;
      })
      .map(({ tagName, className, scrollWidth }) => `${tagName} ${className}: ${scrollWidth}`),
  );
}

/** Rules of WCAG 2.0, 2.1 and 2.2, levels A and AA; one line a fault, with the element. */
async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} (${impact}): ${html} ${failureSummary}`),
  );
}

function heading(name: string | RegExp) {
  return (page: Page) => page.getByRole('heading', { level: 1, name });
}

function at(path: string, landmark: (page: Page) => Locator) {
  return async (page: Page): Promise<void> => {
    await page.goto(path);
    await expect(landmark(page)).toBeVisible();
  };
}
