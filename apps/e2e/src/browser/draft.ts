import { type APIRequestContext } from '@playwright/test';
import { costTable, me, type CostTable } from '@os-credits/contracts';
import { expect } from './journey.js';
import { readTableAt } from './product-api.js';

/**
 * Lends a draft that differs from the table in force by the rate of one project. It is made and deleted
 * beside the pages, with the session of who looks at them.
 */
export async function withDraft(
  request: APIRequestContext,
  use: (draft: CostTable) => Promise<void>,
): Promise<void> {
  const { csrfToken } = me.parse(await (await request.get('/api/me')).json());
  const headers = { 'X-CSRF-Token': csrfToken ?? '' };
  const { title, rates, weights } = await readTableAt(new Date());
  const answer = await request.post('/api/cost-tables', {
    headers,
    data: {
      title: `Draft after ${title}`.slice(0, 120),
      note: 'Only to be looked at',
      effectiveFrom: new Date(Date.now() - 3_600_000).toISOString(),
      rates: [
        ...rates.filter(({ project }) => project !== 'my-project'),
        { metric: 'project_vcpu_usage', site: null, project: 'my-project', rate: '0.9' },
      ],
      weights: [
        ...weights.map(({ metric, value, weight }) => ({ metric, value, weight })),
        { metric: 'project_vcpu_usage', value: '128', weight: '1.5' },
      ],
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const draft = costTable.parse(await answer.json());
  try {
    await use(draft);
  } finally {
    const path = `/api/cost-tables/${draft.id}?version=${draft.version}`;
    expect((await request.delete(path, { headers })).ok()).toBe(true);
  }
}
