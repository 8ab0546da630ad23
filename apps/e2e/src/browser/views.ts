import { type Locator, type Page } from '@playwright/test';
import { expect } from './journey.js';

/** A page in one of its states, and the way there. */
export type View = {
  name: string;
  open: (page: Page) => Promise<void>;
  /** Looked at alone: it lies over a page that is a view of its own. */
  within?: '[role=dialog]';
};

/** Opens an address and waits for what makes the view this one. */
export function at(path: string, landmark: (page: Page) => Locator) {
  return async (page: Page): Promise<void> => {
    await page.goto(path);
    await expect(landmark(page)).toBeVisible();
  };
}

/** The page's own heading. */
export function heading(name: string | RegExp) {
  return (page: Page): Locator => page.getByRole('heading', { level: 1, name });
}

/** Waits until no part of the page stands for something that is still to come. */
export async function expectLoaded(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"], .mantine-Skeleton-root')).toHaveCount(0);
}
