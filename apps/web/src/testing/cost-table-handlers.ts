import { Decimal } from '@os-credits/credits';
import {
  costTableChange,
  costTableCopy,
  costTableInput,
  impactQuery,
  metricChange,
  metricInput,
  publicationRequest,
  type CostTable,
  type CostTableDiff,
  type CostTableInput,
  type Metric,
  type PublicationResponse,
} from '@os-credits/contracts';
import { http, HttpResponse } from 'msw';
import {
  costTableOf,
  firstCostTables,
  firstMetrics,
  impactOf,
  metricOf,
  rulesContext,
  summaryOfTable,
} from './cost-table-answers.js';
import { problem, versionConflict } from './problem.js';

let tables = firstCostTables();
let metrics = firstMetrics();

export function resetCostTables(): void {
  tables = firstCostTables();
  metrics = firstMetrics();
}

/** Changes a metric behind the back of the page, as another person would. */
export function changeMetricBehind(id: number, change: Partial<Metric>): void {
  metrics = metrics.map((each) =>
    each.id === id ? { ...each, ...change, version: each.version + 1 } : each,
  );
}

/** Changes a table behind the back of the page, as another person would. */
export function changeTableBehind(id: number, change: Partial<CostTable>): void {
  tables = tables.map((each) =>
    each.id === id ? { ...each, ...change, version: each.version + 1 } : each,
  );
}

const found = (id: unknown): CostTable | undefined => tables.find((each) => String(each.id) === id);
const now = '2026-11-22T12:00:00.000Z';

function saved(table: CostTable, input: CostTableInput): CostTable {
  return costTableOf({
    ...table,
    ...input,
    weights: input.weights.map((row) => ({ ...row, setAt: now })),
    version: table.version + 1,
    request: null,
    state: 'draft',
  });
}

function keep(table: CostTable): CostTable {
  tables = [table, ...tables.filter(({ id }) => id !== table.id)];
  return table;
}

function newDraft(input: CostTableInput, change: Partial<CostTable> = {}): CostTable {
  const id = Math.max(...tables.map((each) => each.id)) + 1;
  const draft = costTableOf({ id, state: 'draft', appliesFrom: null, published: null, version: 0 });
  return keep({ ...saved(draft, input), ...change });
}

function publishedOf(table: CostTable, reason: string): PublicationResponse {
  const isPast = table.effectiveFrom < now;
  const appliesFrom = isPast ? '2026-11-22T13:00:00.000Z' : table.effectiveFrom;
  const published = { at: now, by: 'Jonas Editor', confirmedBy: null, reason };
  const state = isPast ? 'in-force' : 'scheduled';
  return {
    outcome: 'published',
    table: keep({ ...table, state, appliesFrom, published, request: null }),
    needsRerating: isPast ? { from: table.effectiveFrom, to: appliesFrom } : null,
  };
}

function diffOf(from: CostTable, to: CostTable): CostTableDiff {
  const rates = new Map<string, CostTableDiff['rates'][number]>();
  for (const [side, table] of [
    ['from', from],
    ['to', to],
  ] as const) {
    for (const { rate, ...scope } of table.rates) {
      const key = JSON.stringify(scope);
      const row = rates.get(key) ?? { ...scope, from: null, to: null, change: 'same', share: null };
      rates.set(key, { ...row, [side]: rate });
    }
  }
  const rows = [...rates.values()].map((row) => ({
    ...row,
    change: changeOf(row),
    share:
      row.from !== null && row.to !== null
        ? Decimal.of(row.to)
            .minus(Decimal.of(row.from))
            .dividedBy(Decimal.of(row.from), 6)
            .toString()
        : null,
  }));
  return {
    from: { id: from.id, title: from.title, version: from.version },
    to: { id: to.id, title: to.title, version: to.version },
    rates: rows,
    weights: [],
    isSame: rows.every(({ change }) => change === 'same'),
  };
}

function changeOf(row: { from: string | null; to: string | null }) {
  if (row.from === null) return 'added' as const;
  if (row.to === null) return 'removed' as const;
  return row.from === row.to ? ('same' as const) : ('changed' as const);
}

export const costTableHandlers = [
  http.get('*/api/credit-rules', () => HttpResponse.json(rulesContext)),
  http.get('*/api/credit-rules/metrics', () => HttpResponse.json({ metrics })),
  http.post('*/api/credit-rules/metrics', async ({ request }) => {
    const input = metricInput.parse(await request.json());
    const made = metricOf({ ...input, id: 9, version: 1, locked: [], lastReadingAt: null });
    metrics = [...metrics, made];
    return HttpResponse.json(made, { status: 201 });
  }),
  http.put('*/api/credit-rules/metrics/:id', async ({ params, request }) => {
    const change = metricChange.parse(await request.json());
    const present = metrics.find(({ id }) => String(id) === params['id']);
    if (!present) return problem('metric-not-found');
    if (present.version !== change.version) return versionConflict(present, change.version);
    changeMetricBehind(present.id, change);
    return HttpResponse.json(metrics.find(({ id }) => id === present.id));
  }),
  http.get('*/api/cost-tables', () => HttpResponse.json({ tables: tables.map(summaryOfTable) })),
  http.post('*/api/cost-tables', async ({ request }) => {
    const input = costTableInput.parse(await request.json());
    return HttpResponse.json(newDraft(input), { status: 201 });
  }),
  http.get('*/api/cost-tables/:id', ({ params }) => {
    const table = found(params['id']);
    return table ? HttpResponse.json(table) : problem('cost-table-not-found');
  }),
  http.put('*/api/cost-tables/:id', async ({ params, request }) => {
    const { version, ...input } = costTableChange.parse(await request.json());
    const table = found(params['id']);
    if (!table) return problem('cost-table-not-found');
    if (table.version !== version) return versionConflict(table, version);
    return HttpResponse.json(keep(saved(table, input)));
  }),
  http.delete('*/api/cost-tables/:id', ({ params }) => {
    tables = tables.filter((each) => String(each.id) !== params['id']);
    return new HttpResponse(null, { status: 204 });
  }),
  http.post('*/api/cost-tables/:id/copy', async ({ params, request }) => {
    const source = found(params['id']);
    if (!source) return problem('cost-table-not-found');
    const { title = 'Copy', effectiveFrom = now } = costTableCopy.parse(await request.json());
    const { note, rates, weights } = source;
    const copy = newDraft(
      { title, note, effectiveFrom, rates, weights },
      { copiedFrom: { id: source.id, title: source.title } },
    );
    return HttpResponse.json(copy, { status: 201 });
  }),
  http.get('*/api/cost-tables/:id/diff', ({ params, request }) => {
    const against = new URL(request.url).searchParams.get('against') ?? '1';
    const [from, to] = [found(against), found(params['id'])];
    return from && to ? HttpResponse.json(diffOf(from, to)) : problem('cost-table-not-found');
  }),
  http.get('*/api/cost-tables/:id/impact', ({ params, request }) => {
    const table = found(params['id']);
    if (!table) return problem('cost-table-not-found');
    const { search, sort, order, from } = impactQuery.parse(
      Object.fromEntries(new URL(request.url).searchParams),
    );
    const impact = impactOf(table, from ? { from: `${from}T00:00:00.000Z` } : {});
    const rows = impact.rows.filter(({ project }) => project.includes(search ?? ''));
    if (sort === 'name') rows.sort((a, b) => a.project.localeCompare(b.project));
    if (order === 'desc' && sort === 'name') rows.reverse();
    return HttpResponse.json({ ...impact, rows, rowCount: rows.length });
  }),
  http.post('*/api/cost-tables/:id/publication', async ({ params, request }) => {
    const { version, reason } = publicationRequest.parse(await request.json());
    const table = found(params['id']);
    if (!table) return problem('cost-table-not-found');
    if (table.version !== version) return versionConflict(table, version);
    return HttpResponse.json(publishedOf(table, reason));
  }),
  http.post('*/api/cost-tables/:id/publication/confirm', ({ params }) => {
    const table = found(params['id']);
    return table
      ? HttpResponse.json(publishedOf(table, table.request?.reason ?? ''))
      : problem('cost-table-not-found');
  }),
  http.delete('*/api/cost-tables/:id/publication', ({ params }) => {
    const table = found(params['id']);
    return table
      ? HttpResponse.json(keep({ ...table, request: null, state: 'draft' }))
      : problem('cost-table-not-found');
  }),
];
