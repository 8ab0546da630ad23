import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { costTableOf, firstCostTables, impactOf } from '../../testing/cost-table-answers.js';
import { changeTableBehind } from '../../testing/cost-table-handlers.js';
import { editor, problem, staff } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const path = '/cost-tables/3/publish';
const impactTable = () => screen.findByRole('table', { name: 'Impact by project' });
const firstCells = async () =>
  within(await impactTable())
    .getAllByRole('rowheader')
    .map((cell) => cell.textContent);

describe('the preview of a publication', () => {
  it('shows what differs and what it costs every project, with totals', async () => {
    const { container } = await renderApp({ path, as: editor });
    const diff = await screen.findByRole('table', { name: 'Rates that are compared' });
    expect(within(diff).getAllByRole('row')).toHaveLength(2);
    expect(diff).toHaveTextContent('+25%');
    expect(await firstCells()).toEqual([
      'protein-folding',
      'single-cell-heart',
      'quiet-one',
      'All projects',
    ]);
    const table = await impactTable();
    expect(within(table).getByRole('row', { name: /protein-folding/ })).toHaveTextContent(
      '20,000.0025,000.00+5,000.00+25%Jan 9, 2027instead of Jan 21, 2027',
    );
    expect(within(table).getByRole('row', { name: /single-cell-heart/ })).toHaveTextContent(
      'overdrawn',
    );
    expect(within(table).getByRole('row', { name: /All projects/ })).toHaveTextContent('+6,000.00');
    expect(screen.getByText('2 of 3')).toBeInTheDocument();
    expect(await axeViolations(container)).toEqual([]);
  });

  it('keeps window, order and search in the address, and the CSV follows them', async () => {
    const { router } = await renderApp({
      path: `${path}?from=2026-10-01&to=2026-10-31`,
      as: editor,
    });
    await userEvent.click(within(await impactTable()).getByRole('button', { name: 'Project' }));
    await waitFor(async () => expect((await firstCells())[1]).toBe('quiet-one'));
    await userEvent.click(within(await impactTable()).getByRole('button', { name: 'Project' }));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Project contains' }), 'heart');
    await waitFor(() =>
      expect(router.state.location.href).toBe(
        `${path}?from=2026-10-01&to=2026-10-31&sort=name&order=desc&search=heart`,
      ),
    );
    await waitFor(async () =>
      expect(await firstCells()).toEqual(['single-cell-heart', 'All projects']),
    );
    // The API's window is half-open, people name its last day.
    const csv = new URL(
      screen.getByRole('link', { name: 'All rows as CSV' }).getAttribute('href')!,
    );
    expect(csv.pathname).toBe('/api/cost-tables/3/impact.csv');
    expect(Object.fromEntries(csv.searchParams)).toEqual({
      from: '2026-10-01',
      to: '2026-11-01',
      sort: 'name',
      order: 'desc',
      search: 'heart',
    });
  });

  it('of a past effective time shows what stays', async () => {
    server.use(
      http.get('*/api/cost-tables/:id/impact', () =>
        HttpResponse.json(
          impactOf(costTableOf({ id: 3, version: 4 }), {
            past: {
              from: '2026-11-01T00:00:00.000Z',
              to: '2026-11-22T13:00:00.000Z',
              chargeCount: 12345,
              credits: '999.5',
            },
            notIncluded: [{ metric: 'project_gpu_usage', site: 'giessen', seriesCount: 2 }],
          }),
        ),
      ),
    );
    await renderApp({ path, as: editor });
    expect(await screen.findByText('This table takes effect in the past.')).toBeInTheDocument();
    expect(screen.getByText('12,345')).toBeInTheDocument();
    expect(screen.getByText(/project_gpu_usage at giessen: 2 series/)).toBeInTheDocument();
    expect(screen.getByText(/It rates usage from its publication on/)).toBeInTheDocument();
  });

  it('of a time before that of the table in force says that this one stays in force', async () => {
    const effectiveFrom = '2026-08-01T00:00:00.000Z';
    changeTableBehind(3, { effectiveFrom, version: 3 });
    const past = {
      from: effectiveFrom,
      to: '2026-11-22T13:00:00.000Z',
      chargeCount: 1,
      credits: '1',
    };
    server.use(
      http.get('*/api/cost-tables/:id/impact', () =>
        HttpResponse.json(impactOf(costTableOf({ id: 3, version: 4, effectiveFrom }), { past })),
      ),
    );
    await renderApp({ path, as: editor });
    expect(
      await screen.findByText(/“Autumn 2026” states a later time and stays in force/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/It rates usage from its publication on/)).toBeNull();
  });
});

const button = (name: string) => screen.findByRole('button', { name });

describe('publishing', () => {
  it('needs a reason and a second look, and then says since when it applies', async () => {
    const asked: unknown[] = [];
    server.use(
      http.post('*/api/cost-tables/:id/publication', async ({ request }) => {
        asked.push(await request.clone().json());
        return undefined;
      }),
    );
    await renderApp({ path, as: editor });
    await impactTable();
    await userEvent.click(await button('Publish'));
    const reason = screen.getByRole('textbox', { name: 'Reason' });
    expect(reason).toHaveAccessibleDescription(/Say why, in at least 3 characters/);
    await userEvent.type(reason, 'prices rise');
    await userEvent.click(await button('Publish'));
    const dialog = await screen.findByRole('dialog', { name: 'Publish “Winter 2026”?' });
    expect(dialog).toHaveTextContent('+6,000.00');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Publish' }));
    expect(await screen.findByText('“Winter 2026” is published.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Compute the re-rating plan' })).toBeNull();
    expect(asked).toEqual([{ version: 4, reason: 'prices rise', previewedBaseId: 1 }]);
  });

  it('into the past offers the re-rating plan afterwards', async () => {
    const { router } = await renderApp({ path, as: editor });
    changeTableBehind(3, { effectiveFrom: '2026-11-01T00:00:00.000Z', version: 3 });
    await impactTable();
    await userEvent.type(screen.getByRole('textbox', { name: 'Reason' }), 'late');
    await userEvent.click(await button('Publish'));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Publish' }));
    await userEvent.click(await button('Compute the re-rating plan'));
    const plan = await screen.findByRole('dialog', { name: /Compute the re-rating plan/ });
    await userEvent.type(within(plan).getByRole('textbox', { name: 'Reason' }), 'came late');
    await userEvent.click(within(plan).getByRole('button', { name: 'Compute the re-rating plan' }));
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/re-rating\//));
  });

  it('of a large change asks for a second person', async () => {
    server.use(
      http.get('*/api/cost-tables/:id/impact', () =>
        HttpResponse.json(
          impactOf(costTableOf({ id: 3, version: 4 }), { needsSecondPerson: true }),
        ),
      ),
    );
    await renderApp({ path, as: editor });
    await impactTable();
    expect(screen.getByText(/somebody else has to confirm/)).toBeInTheDocument();
    await userEvent.type(screen.getByRole('textbox', { name: 'Reason' }), 'large');
    await userEvent.click(await button('Ask for confirmation'));
    expect(
      await screen.findByRole('dialog', { name: /Ask somebody to confirm/ }),
    ).toBeInTheDocument();
  });

  it('refused by the server says why and changes nothing', async () => {
    server.use(
      http.post('*/api/cost-tables/:id/publication', () =>
        problem('publication-refused', '"Other" was published meanwhile. Look at it again.'),
      ),
    );
    await renderApp({ path, as: editor });
    await impactTable();
    await userEvent.type(screen.getByRole('textbox', { name: 'Reason' }), 'prices rise');
    await userEvent.click(await button('Publish'));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Publish' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('was published meanwhile');
    expect(screen.queryByText('“Winter 2026” is published.')).toBeNull();
  });

  it('is not for a viewer, and says so', async () => {
    await renderApp({ path, as: staff });
    expect(await button('Publish')).toHaveAccessibleDescription(/Needs the role “Staff: editor”/);
  });
});

describe('a request to publish', () => {
  it('is confirmed by somebody else', async () => {
    await renderApp({ path: '/cost-tables/4', as: editor });
    expect(await screen.findByText(/Reason: energy prices/)).toBeInTheDocument();
    await userEvent.click(await button('Confirm and publish'));
    const dialog = await screen.findByRole('dialog', { name: 'Publish “Large change”?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Confirm and publish' }));
    expect(await screen.findByText('Scheduled')).toBeInTheDocument();
  });

  it('of one’s own waits for somebody else and says so, but can be taken back', async () => {
    const own = firstCostTables().find(({ id }) => id === 4)?.request ?? null;
    changeTableBehind(4, { request: own && { ...own, isMine: true } });
    await renderApp({ path: '/cost-tables/4', as: editor });
    const confirm = await button('Confirm and publish');
    expect(confirm).toHaveAccessibleDescription(
      'You asked for it yourself. Somebody else has to confirm.',
    );
    await userEvent.click(confirm);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(await button('Take the request back')).not.toHaveAttribute('aria-disabled');
  });

  it('that the server refuses after all says why', async () => {
    server.use(
      http.post('*/api/cost-tables/:id/publication/confirm', () =>
        problem('publication-refused', '"Other" was published meanwhile.'),
      ),
    );
    await renderApp({ path: '/cost-tables/4', as: editor });
    await userEvent.click(await button('Confirm and publish'));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Confirm and publish' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('was published meanwhile');
  });

  it('is taken back', async () => {
    await renderApp({ path: '/cost-tables/4', as: editor });
    await userEvent.click(await button('Take the request back'));
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'Take the request back' })).toBeNull(),
    );
  });
});
