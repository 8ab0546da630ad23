import { type Page } from '@playwright/test';
import { withDraft } from './draft.js';
import { test } from './journey.js';
import { lookAt } from './page-looks.js';
import { sendLine } from './product-api.js';
import { type Account } from './sign-in.js';
import { viewsOfAccounts } from './views-of-accounts.js';
import { viewsOfOperations } from './views-of-operations.js';
import { viewsOfLeads, viewsOfVisitors } from './views-of-projects.js';
import { viewsOfRules } from './views-of-rules.js';
import { expectLoaded, type View } from './views.js';

test.describe.configure({ timeout: 600_000 });
// A fault names its element, and recording what axe does takes longer than looking.
test.use({ trace: 'off' });

const visits: { whose: string; account: Account | null; views: readonly View[] }[] = [
  { whose: 'visitors', account: null, views: viewsOfVisitors },
  { whose: 'leads', account: 'Lea Lead', views: viewsOfLeads },
  { whose: 'operators', account: 'Ada Admin', views: viewsOfOperations },
];

const title = 'axe finds nothing in either scheme, and nothing is wider than a phone';

for (const { whose, account, views } of visits) {
  test.describe(whose, () => {
    test.use({ account });

    test(title, ({ page }) => visit(page, views));
  });
}

test.describe('staff', () => {
  test.use({ account: 'Ada Admin' });

  test(`rules of credits: ${title}`, ({ page }) =>
    withDraft(page.request, (draft) => visit(page, viewsOfRules(draft))));

  test(`accounts and readings: ${title}`, async ({ page }) => {
    // Something for the quarantine: its clock is years ahead.
    await sendLine(
      'project_vcpu_usage,project_name=my-project,location_id=8676 value=1 2000000000000000000',
      { isRefused: true },
    );
    await visit(page, viewsOfAccounts);
  });
});

async function visit(page: Page, views: readonly View[]): Promise<void> {
  for (const { name, open, within } of views) {
    await test.step(name, async () => {
      await open(page);
      await expectLoaded(page);
      await lookAt(page, name, within);
    });
  }
}
