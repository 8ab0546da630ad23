import { billionths, minus } from './amounts.js';
import { openPassportOf } from './charge-passport-pages.js';
import { expect, test } from './journey.js';
import { readProject, sendJsonReadings } from './product-api.js';
import {
  approvePlan,
  expectAccountAgrees,
  expectPlan,
  expectVerified,
  orderPlan,
} from './re-rating-plans.js';

/** Its machines run in Bielefeld, so that nobody else sends readings of Gießen for it. */
const project = 'phage-therapy-screen';
const site = { name: '8675', displayName: 'giessen' };
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

test.use({ account: 'Ada Admin' });

test('readings that were wrong are dismissed with a plan, and the balance returns', async ({
  page,
  editorPage,
}) => {
  const reason = `The exporter counted twice (${new Date().toISOString()})`;
  // An hour that is over; again on the same stack its readings lie elsewhere in their minutes.
  const hour = Math.floor(Date.now() / hourMs) * hourMs - 2 * hourMs;
  const withinMinute = Date.now() % minuteMs;
  const reading = (minutes: number, value: string) => ({
    project,
    site: site.name,
    metric: 'project_vcpu_usage',
    at: new Date(hour + minutes * minuteMs + withinMinute).toISOString(),
    value,
  });
  // The meter stands still, but for an hour in which it shows 5000 and 2500 vCPU·h too much.
  const wrong = [reading(20, '5100'), reading(40, '7600')];
  const before = await readProject(project);
  const verdicts = await sendJsonReadings([reading(-30, '100'), ...wrong, reading(75, '100')]);
  expect(verdicts).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
  const remainingNow = async (): Promise<bigint> =>
    billionths((await readProject(project)).remaining);
  await expect.poll(remainingNow).toBe(billionths(minus(before.remaining, '7500')));

  // The newest of that site's charges; the interval that it bears began before its hour.
  await openPassportOf(page, project, ({ charge }) => charge?.site === site.displayName);
  await page.getByRole('link', { name: 'Have them dismissed' }).click();
  await expect(page.getByLabel('Project')).toHaveValue(project);
  await expect(page.getByRole('combobox', { name: 'Metric' })).toHaveValue('project_vcpu_usage');
  await page.getByRole('combobox', { name: 'Site' }).selectOption(site.displayName);
  await orderPlan(page, page, reason);
  const difference = '-7500';
  await expectPlan(page, { project, reason, difference });
  const dismissed = page.locator('dl > div').filter({ hasText: 'Readings dismissed' });
  await expect(dismissed.getByRole('definition')).toHaveText('2');
  await editorPage.goto(page.url());
  await approvePlan(editorPage);

  const { remaining } = before;
  const line = `cpu at ${site.displayName}`;
  await expectAccountAgrees(page, { project, reason, difference, remaining, line });
  await expectVerified(page, project);
  // Sent again, they are known and still do not count.
  expect(await sendJsonReadings(wrong)).toEqual(['duplicate', 'duplicate']);
});
