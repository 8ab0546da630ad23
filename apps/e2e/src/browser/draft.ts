import { type APIRequestContext } from '@playwright/test';
import { costTable, me, type CostTable, type CostTableInput } from '@os-credits/contracts';
import { hourOf } from './cost-table-pages.js';
import { expect } from './journey.js';
import { readTableAt } from './product-api.js';

/** What differs from the table in force. */
type DraftChange = Pick<CostTableInput, 'title' | 'note' | 'rates' | 'weights'> & {
  effectiveFrom: Date;
};
type Headers = Record<string, string>;

/**
 * Lends a draft that differs from the table in force by the rate of one project. It is made and deleted
 * beside the pages, with the session of who looks at them.
 */
export async function withDraft(
  request: APIRequestContext,
  use: (draft: CostTable) => Promise<void>,
): Promise<void> {
  const headers = await sessionHeaders(request);
  const draft = await makeDraft(request, headers, {
    title: 'Draft to be looked at',
    note: 'Only to be looked at',
    effectiveFrom: new Date(Date.now() - 3_600_000),
    rates: [{ metric: 'project_vcpu_usage', site: null, project: 'my-project', rate: '0.9' }],
    weights: [{ metric: 'project_vcpu_usage', value: '128', weight: '1.5' }],
  });
  try {
    await use(draft);
  } finally {
    const path = `/api/cost-tables/${draft.id}?version=${draft.version}`;
    expect((await request.delete(path, { headers })).ok()).toBe(true);
  }
}

/** Publishes the table in force with one more rate, from now on and beside the pages. */
export async function publishRate(
  request: APIRequestContext,
  { title, ...rate }: { title: string; metric: string; project: string; rate: string },
): Promise<void> {
  const headers = await sessionHeaders(request);
  const draft = await makeDraft(request, headers, {
    title,
    note: '',
    // As the pages state it, which take whole minutes: an earlier time than that of the table in force is refused.
    effectiveFrom: hourOf(new Date()),
    rates: [{ ...rate, site: null }],
    weights: [],
  });
  const answer = await request.post(`/api/cost-tables/${draft.id}/publication`, {
    headers,
    data: { version: draft.version, reason: 'It is counted now' },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

async function makeDraft(
  request: APIRequestContext,
  headers: Headers,
  { effectiveFrom, rates, weights, ...texts }: DraftChange,
): Promise<CostTable> {
  const inForce = await readTableAt(new Date());
  const isChanged = (old: { metric: string; site: string | null; project: string | null }) =>
    rates.some(
      ({ metric, site, project }) =>
        metric === old.metric && site === old.site && project === old.project,
    );
  const answer = await request.post('/api/cost-tables', {
    headers,
    data: {
      ...texts,
      effectiveFrom: effectiveFrom.toISOString(),
      rates: [...inForce.rates.filter((old) => !isChanged(old)), ...rates],
      weights: [
        ...inForce.weights.map(({ metric, value, weight }) => ({ metric, value, weight })),
        ...weights,
      ],
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return costTable.parse(await answer.json());
}

/** What a change needs besides the cookie. */
async function sessionHeaders(request: APIRequestContext): Promise<Headers> {
  const { csrfToken } = me.parse(await (await request.get('/api/me')).json());
  return { 'X-CSRF-Token': csrfToken ?? '' };
}
