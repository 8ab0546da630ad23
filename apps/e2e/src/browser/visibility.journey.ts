import { expect, test } from './journey.js';
import { readProjects, sendReading } from './product-api.js';
import { chooseAccount } from './sign-in.js';

const foreign = 'crispr-offtarget-screen';
/** Only its readings speak of it; Perun has no such group. */
const unverified = 'not-in-perun';

test.describe('a lead', () => {
  test.use({ account: 'Lea Lead', expectedComplaint: /status of 404/ });

  test('cannot open the project of others, on the page or at the API', async ({ page }) => {
    const refused = page.waitForResponse((response) =>
      new URL(response.url()).pathname.endsWith(`/api/projects/${foreign}`),
    );
    await page.goto(`/projects/${foreign}`);
    expect((await refused).status()).toBe(404);
    await expect(page.getByText('There is no such project, or you may not see it.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Statement' })).toHaveCount(0);

    for (const part of ['', '/balance', '/ledger', '/history?from=2026-01-01&to=2026-01-02']) {
      const response = await page.request.get(`/api/projects/${foreign}${part}`);
      expect(response.status(), part).toBe(404);
      expect(await response.text()).not.toContain('granted');
    }
    // The same words as for a project that nobody has, so that names cannot be probed.
    const missing = await page.request.get('/api/projects/nobody-has-this');
    const hidden = await page.request.get(`/api/projects/${foreign}`);
    expect(await codeOf(hidden)).toEqual(await codeOf(missing));

    await page.getByRole('link', { name: 'To the projects' }).click();
    await expect(page.getByRole('heading', { name: 'My projects' })).toBeVisible();
  });
});

test.describe('staff', () => {
  test.use({ account: 'Viola Viewer' });

  test('see every project, the unverified ones too, and leads do not', async ({
    page,
    browser,
    stateOf,
  }) => {
    await sendReading(unverified, '1');
    await expect
      .poll(async () => (await readProjects()).map(({ name }) => name))
      .toContain(unverified);
    const all = await readProjects();
    const hidden = all.filter(({ status }) => status === 'unverified').map(({ name }) => name);
    expect(hidden).toContain(unverified);

    await page.goto('/projects');
    const rows = page.getByRole('list', { name: 'Projects' }).getByRole('listitem');
    await page.getByRole('button', { name: 'Show more projects' }).click();
    await expect(rows).toHaveCount(all.length);
    await page.getByLabel('Status').selectOption('Unverified');
    await expect(rows).toHaveCount(hidden.length);
    await expect(rows.filter({ hasText: unverified })).toContainText('Unverified');
    await page.getByRole('link', { name: unverified }).click();
    await expect(page.getByText('You see it as staff')).toBeVisible();

    const lead = await browser.newContext({ storageState: await stateOf('Lea Lead') });
    const own = await lead.newPage();
    await own.goto(new URL('/projects', page.url()).href);
    await expect(own.getByRole('list', { name: 'Projects' }).getByRole('listitem')).toHaveCount(3);
    await expect(own.getByText(unverified)).toHaveCount(0);
    await expect(own.getByLabel('Status').getByRole('option', { name: 'Unverified' })).toHaveCount(
      0,
    );
    await lead.close();
  });
});

test('a visitor of a deep link signs in and comes back to exactly it', async ({ page }) => {
  const deep = '/projects/Protein%20Folding%20Lab?range=90d&view=table';
  await page.goto(deep);
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await chooseAccount(page, 'Lea Lead');
  await expect(page.getByRole('heading', { level: 1, name: 'Protein Folding Lab' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Credits used per period' })).toBeVisible();
  const address = new URL(page.url());
  expect(address.pathname + address.search).toBe(deep);
});

async function codeOf(response: { json: () => Promise<unknown> }): Promise<unknown> {
  const { code, title, status } = (await response.json()) as Record<string, unknown>;
  return { code, title, status };
}
