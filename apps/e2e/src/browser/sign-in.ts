import { expect, type Page } from '@playwright/test';

export type Account = 'Ada Admin' | 'Edgar Editor' | 'Lea Lead' | 'Nora Nobody' | 'Viola Viewer';

/** At the identity provider's page: chooses an account and comes back to the portal. */
export async function chooseAccount(page: Page, account: Account): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Sign in to OS Credits' })).toBeVisible();
  await page.getByRole('radio', { name: account }).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** From the portal's own sign-in page to the page that asked for it. */
export async function signIn(page: Page, account: Account, path = '/projects'): Promise<void> {
  await page.goto(path);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await chooseAccount(page, account);
  await expect(page.getByRole('button', { name: `Account of ${account}` })).toBeVisible();
}
