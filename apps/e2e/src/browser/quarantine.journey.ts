import { billionths, minus } from './amounts.js';
import { openPassportOf } from './charge-passport-pages.js';
import { expect, test } from './journey.js';
import { readProject, sendJsonReading, sendLine } from './product-api.js';
import { countInQuarantine, decideInQuarantine } from './questionable-readings.js';

/** The machines of both run in Bielefeld, so that nobody else sends readings of Gießen for them. */
const earlyProject = 'fungal-secretomes';
const brokenProject = 'metabolomics-workbench';
const site = { name: '8675', displayName: 'giessen' };
const metric = 'project_vcpu_usage';

test.use({ account: 'Ada Admin' });

test('a reading of a clock ahead is released once its time has come, charged, and its passport says so', async ({
  page,
}) => {
  const project = earlyProject;
  const reason = `Its clock was ahead (${new Date().toISOString()})`;
  const send = (at: number, value: string): Promise<string> =>
    sendJsonReading({
      project,
      site: site.name,
      metric,
      at: new Date(at).toISOString(),
      value,
    });
  // A counter that falls is billed nothing, so that the journey can begin anew with the same one.
  expect(await send(Date.now(), '100')).toBe('accepted');
  const { remaining } = await readProject(project);
  const at = Date.now() + 2_000;
  expect(await send(at, '125')).toBe('quarantined');
  const filter = `project=${project}&reason=in-the-future`;
  await expect.poll(() => countInQuarantine(page, filter)).toBe(1);
  await expect.poll(() => Date.now()).toBeGreaterThan(at);

  await page.goto(`/quarantine?${filter}`);
  const group = page.getByRole('list', { name: 'Groups of readings' }).getByRole('listitem');
  await expect(group).toContainText('1 can be released');
  await group.getByRole('button', { name: 'Release …' }).click();
  await decideInQuarantine(page, {
    would: '1 will be rated',
    reason,
    press: 'Release',
    done: 'Readings were released',
  });

  const remainingNow = async (): Promise<bigint> =>
    billionths((await readProject(project)).remaining);
  await expect.poll(remainingNow).toBe(billionths(minus(remaining, '25')));
  await openPassportOf(page, project, ({ charge }) => charge?.site === site.displayName);
  await expect(
    page.getByText(`was in quarantine (in-the-future), released by Ada Admin: ${reason},`),
  ).toBeVisible();
});

test('readings of a broken exporter are dismissed all at once, with one reason', async ({
  page,
}) => {
  const project = brokenProject;
  const reason = `Counts backwards (${new Date().toISOString()})`;
  const { remaining } = await readProject(project);
  const line = (value: number): string =>
    `${metric},project_name=${project},location_id=${site.name} value=${value}`;
  await sendLine([-1, -2, -3].map(line).join('\n'), { isRefused: true });
  const filter = `project=${project}&reason=negative-value`;
  await expect.poll(() => countInQuarantine(page, filter)).toBe(3);

  await page.goto(`/quarantine?${filter}&view=readings`);
  await page.getByRole('checkbox', { name: 'Choose all 3 shown' }).check();
  await page.getByRole('button', { name: 'Dismiss chosen (3) …' }).click();
  await decideInQuarantine(page, {
    would: '3 will be dismissed',
    reason,
    press: 'Dismiss',
    done: 'Readings were dismissed',
  });

  await page.goto(`/quarantine?${filter}&view=readings&status=dismissed`);
  const dismissed = page.getByRole('list', { name: 'Readings in quarantine' });
  await expect(dismissed.getByRole('listitem').filter({ hasText: reason })).toHaveCount(3);
  await expect(dismissed).toContainText('Dismissed by Ada Admin,');
  expect((await readProject(project)).remaining).toBe(remaining);
});
