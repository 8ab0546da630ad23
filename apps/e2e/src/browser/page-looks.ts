import { AxeBuilder } from '@axe-core/playwright';
import { type Page } from '@playwright/test';
import { expect } from './journey.js';

const wide = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };
const softly = expect.configure({ soft: true, timeout: 3000 });

/** Looks at the page as it stands with axe in both schemes, and for width on a phone; faults are soft. */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    expect.soft(await violations(page), `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.setViewportSize(phone);
  // Charts measure themselves anew a moment after the screen has changed.
  await softly.poll(() => tooWide(page), `${name}, on a phone`).toEqual([]);
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: 'light' });
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
          ':is([role=region], [role=group])[tabindex="0"][aria-label], nav[aria-label]',
        );
        return scrolls && !isMeantTo && element.scrollWidth > element.clientWidth + 1;
      })
      .map(({ tagName, className, scrollWidth }) => `${tagName} ${className}: ${scrollWidth}`),
  );
}
