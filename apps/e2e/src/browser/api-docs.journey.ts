import { expect, test } from './journey.js';

test('the API describes itself, for people and for programs', async ({ page, request }) => {
  await page.goto('/api/docs');
  await expect(page.getByRole('heading', { name: /OS Credits/ })).toBeVisible();
  await expect(page.getByText('/api/projects/{name}/history', { exact: true })).toBeVisible();

  const document = (await (await request.get('/api/docs-json')).json()) as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/api/v1/write', '/write', '/api/projects', '/api/projects/{name}']),
  );
});
