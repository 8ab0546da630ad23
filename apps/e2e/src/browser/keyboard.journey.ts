import { type Locator, type Page } from '@playwright/test';
import { expect, test } from './journey.js';

test('from sign-in to the working of a charge with the keyboard alone', async ({ page }) => {
  await page.goto('/projects/wheat-pangenome');
  await press(page, page.getByRole('link', { name: 'Sign in' }));
  await expect(page.getByRole('heading', { name: 'Sign in to OS Credits' })).toBeVisible();
  // Lea Lead is the account chosen beforehand.
  await press(page, page.getByRole('button', { name: 'Sign in' }));
  await expect(page.getByRole('table', { name: /^Statement/ })).toBeVisible();

  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  // The header is behind: the first stop is inside the content.
  await expect(page.getByRole('main').locator(':focus')).toHaveCount(1);

  await press(page, page.getByRole('button', { name: /^cpu at / }).first());
  const link = page.getByRole('link', { name: /^Working of the charge of/ }).first();
  await expect(link).toBeVisible();
  await press(page, link);
  const drawer = page.getByRole('dialog', { name: 'How this charge came about' });
  await expect(drawer.getByText('Recomputed from the readings: matches')).toBeVisible();
  await expect(drawer.locator(':focus')).toHaveCount(1);

  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
  await expect(link).toBeFocused();
});

/** Tabs until an element has the focus, sees that it shows it, and presses Enter. */
async function press(page: Page, target: Locator): Promise<void> {
  const stopsMax = 80;
  for (let stop = 0; stop < stopsMax; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      expect(await showsFocus(target)).toBe(true);
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${target.toString()} is not reached within ${stopsMax} stops of Tab`);
}

/** An outline or a ring around the element that has the focus. */
function showsFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  });
}
