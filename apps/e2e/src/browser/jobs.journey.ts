import { expect, test } from './journey.js';

test.use({ account: 'Ada Admin' });

test('a job is started from its form, seen at work without a reload, and cancelled', async ({
  page,
}) => {
  await page.goto('/jobs');
  await page.getByRole('link', { name: 'Start a job' }).click();
  await page.getByRole('combobox', { name: 'Kind of work' }).selectOption('demo');
  await page.getByRole('textbox', { name: /^Steps/ }).fill('1000');
  await page.getByRole('button', { name: 'Start', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Demonstration' })).toBeVisible();
  const loads: string[] = [];
  page.on('framenavigated', (frame) => loads.push(frame.url()));
  const log = page.getByRole('region', { name: 'Lines of the log' });
  await expect(log.getByText('step 2 of 1000')).toBeVisible();
  const progress = page.getByRole('progressbar', { name: 'Progress of Demonstration' });
  const early = Number(await progress.getAttribute('aria-valuenow'));
  await expect(log.getByText('step 9 of 1000')).toBeVisible();
  await expect
    .poll(async () => Number(await progress.getAttribute('aria-valuenow')))
    .toBeGreaterThan(early);

  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();

  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect(page.getByText(/of 1,?000/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  expect(loads).toEqual([]);

  await page.getByRole('navigation', { name: 'You are here' }).getByRole('link').click();
  await expect(page.getByRole('link', { name: 'Demonstration' }).first()).toBeVisible();
});
