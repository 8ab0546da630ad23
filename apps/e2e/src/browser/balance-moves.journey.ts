import { asShown, billionths } from './amounts.js';
import { expect, test } from './journey.js';
import { readProject } from './product-api.js';
import { bump } from './sandbox.js';
import { signIn } from './sign-in.js';

const project = 'metagenome-atlas';

test('a lead signs in, opens the project in trouble and sees a push move its balance', async ({
  page,
}) => {
  await signIn(page, 'Lea Lead');

  const names = page.getByRole('list', { name: 'Projects' }).getByRole('link');
  await expect(names).toHaveText([project, 'wheat-pangenome', 'Protein Folding Lab']);
  await names.first().click();
  await expect(page.getByRole('heading', { level: 1, name: project })).toBeVisible();

  const remaining = page
    .getByRole('table', { name: 'How this adds up' })
    .getByRole('row', { name: 'Remaining credits' })
    .getByRole('cell')
    .last();
  const before = await readProject(project);
  await expect(remaining).toHaveText(asShown(before.remaining));
  const loads: string[] = [];
  page.on('framenavigated', (frame) => loads.push(frame.url()));

  // 12.5 vCPU·h at 1 credit each.
  await bump({ project, vcpuHours: '12.5' });

  const expected = billionths(before.remaining) - 12_500_000_000n;
  await expect.poll(async () => billionths((await readProject(project)).remaining)).toBe(expected);
  const after = await readProject(project);
  await expect(remaining).toHaveText(asShown(after.remaining));
  expect(asShown(after.remaining)).not.toBe(asShown(before.remaining));
  expect(loads).toEqual([]);
});
