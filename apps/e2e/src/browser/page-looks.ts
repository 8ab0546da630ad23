import { AxeBuilder } from '@axe-core/playwright';
import { type Page } from '@playwright/test';
import { expect } from './journey.js';

const wide = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };
const softly = expect.configure({ soft: true });

/** Rules of WCAG 2.0, 2.1 and 2.2, levels A and AA. */
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Those of them that a scheme can break; all others see the same page in both. */
const ofColors = ['color-contrast', 'link-in-text-block'];

/**
 * Looks at the page as it stands with axe, in both schemes, and for width on a phone; faults are soft.
 *
 * @param within a selector of what axe looks at: a dialog, over a page that is looked at by itself
 */
export async function lookAt(page: Page, name: string, within?: string): Promise<void> {
  // No page has frames, so axe needs no page of its own to put its findings together.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (within !== undefined) axe.include(within);
  expect.soft(await violations(axe.withTags(wcag)), `${name}, light`).toEqual([]);
  await inDark(page, async () => {
    expect.soft(await violations(axe.withRules(ofColors)), `${name}, dark`).toEqual([]);
  });
  await page.setViewportSize(phone);
  // Charts measure themselves anew a moment after the screen has changed.
  await softly.poll(() => tooWide(page), `${name}, on a phone`).toEqual([]);
  await page.setViewportSize(wide);
}

async function inDark(page: Page, look: () => Promise<void>): Promise<void> {
  const scheme = page.locator('html');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await look();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'light');
}

/** One line a fault, with the element. */
async function violations(axe: AxeBuilder): Promise<string[]> {
  const found = await axe.analyze();
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
