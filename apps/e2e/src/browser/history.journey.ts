import { readFile } from 'node:fs/promises';
import { asShown } from './amounts.js';
import { expect, test } from './journey.js';
import { readHistory } from './product-api.js';

const project = 'wheat-pangenome';
const dayMs = 86_400_000;

test.use({ account: 'Lea Lead' });

test('chart, table, file and API give the same numbers, and the address keeps the view', async ({
  page,
}) => {
  // Else the page may see another day begin than this journey.
  const now = Date.now();
  await page.clock.setFixedTime(now);
  const today = Math.floor(now / dayMs) * dayMs;
  const day = (offset: number): string => new Date(today + offset * dayMs).toISOString();
  await page.goto(`/projects/${project}`);
  await expect(page.getByRole('figure', { name: /^Chart of the credits used/ })).toBeVisible();

  await choose('Period', '7 d');
  await expect(page).toHaveURL(/[?&]range=7d/);
  await choose('Show as', 'Table');
  await expect(page).toHaveURL(/[?&]view=table/);
  const table = page.getByRole('table', { name: 'Credits used per period' });
  // Seven days between the header and the sum.
  await expect(table.getByRole('row')).toHaveCount(9);

  const history = await readHistory(project, { from: day(-6), to: day(1), bucket: 'day' });
  // The columns between the period and the total are the groups, in the order that the page chose.
  const headings = await table.getByRole('columnheader').allInnerTexts();
  const keys = headings
    .slice(1, -2)
    .map((heading) => history.groups.find(({ name }) => name === heading)?.key ?? heading);
  expect(keys.toSorted()).toEqual(history.groups.map(({ key }) => key).toSorted());
  const expected = history.buckets
    .toReversed()
    .map(({ credits, total, remainingAtEnd }) =>
      [...keys.map((key) => credits[key] ?? '0'), total, remainingAtEnd].map(asShown),
    );
  const shown = await table
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.slice(1, -1).map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)),
    );
  expect(shown).toEqual(expected);
  await expect(table.getByRole('row').last()).toContainText(asShown(history.total));

  const download = page.waitForEvent('download');
  await page
    .getByRole('region', { name: 'Use over time' })
    .getByRole('button', { name: 'CSV' })
    .click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${project}-${day(-6).slice(0, 10)}-day.csv`);
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines.slice(1)).toEqual(
    history.buckets.map(({ from, to, credits, total, remainingAtEnd }) =>
      [from, to, ...keys.map((key) => credits[key] ?? '0'), total, remainingAtEnd].join(','),
    ),
  );

  await choose('By', 'Hour');
  await expect(page).toHaveURL(/[?&]bucket=hour/);
  await expect(table.getByRole('row').nth(30)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('radio', { name: '7 d' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Hour' })).toBeChecked();
  await expect(table.getByRole('row').nth(30)).toBeVisible();

  async function choose(group: string, option: string): Promise<void> {
    await page
      .getByRole('group', { name: group, exact: true })
      .getByRole('radio', { name: option, exact: true })
      .check();
  }
});
