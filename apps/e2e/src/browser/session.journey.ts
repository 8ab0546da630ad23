import { expect, test } from './journey.js';
import { chooseAccount, signIn } from './sign-in.js';

const sessionCookie = 'os_credits_session';

// Sessions of their own: one journey's sign-out must not end another's.
test('signing out ends the session here and at the provider', async ({ page, context }) => {
  await signIn(page, 'Lea Lead');
  const stolen = (await context.cookies()).find(({ name }) => name === sessionCookie);
  expect(stolen).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect((await page.request.get('/api/projects')).status()).toBe(200);

  await page.getByRole('button', { name: 'Account of Lea Lead' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);

  expect((await page.request.get('/api/projects')).status()).toBe(401);
  // The session itself has ended, not just its cookie.
  const replayed = await page.request.get('/api/projects', {
    headers: { cookie: `${sessionCookie}=${stolen?.value ?? ''}` },
  });
  expect(replayed.status()).toBe(401);

  await page.goto('/projects');
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await chooseAccount(page, 'Nora Nobody');
  // Another account, and the page of somebody who has no project.
  await expect(page.getByText('You have no project yet')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Projects' })).toHaveCount(0);
});

test.describe('a session that is no longer good', () => {
  test.use({ account: 'Lea Lead', expectedComplaint: /status of 401/ });

  test('leads to the sign-in page, also in the middle of a page', async ({ page, context }) => {
    await page.goto('/projects/wheat-pangenome');
    await expect(page.getByRole('table', { name: 'How this adds up' })).toBeVisible();
    const [cookie] = (await context.cookies()).filter(({ name }) => name === sessionCookie);
    if (cookie === undefined) throw new Error('there is no session cookie');
    const last = cookie.value.endsWith('A') ? 'B' : 'A';
    await context.addCookies([{ ...cookie, value: cookie.value.slice(0, -1) + last }]);

    await expect(page).toHaveURL(/\/sign-in\?returnTo=.*wheat-pangenome/);
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
    await expect(page.getByText('How this adds up')).toHaveCount(0);
    expect((await page.request.get('/api/projects')).status()).toBe(401);
  });
});
