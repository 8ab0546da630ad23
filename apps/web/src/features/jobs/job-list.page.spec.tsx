import { describe, expect, it } from '@jest/globals';
import { type ListJobsResponse } from '@os-credits/contracts';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { admin, lead, problem, staff } from '../../testing/handlers.js';
import { countsOf, jobTypes, runOf } from '../../testing/job-answers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const path = '/jobs';

describe('the list of jobs', () => {
  it('shows each run with state, progress, starter and error', async () => {
    const { container } = await renderApp({ path, as: admin });
    const list = await screen.findByRole('list', { name: 'Jobs' });
    const rows = within(list).getAllByRole('listitem');
    expect(rows).toHaveLength(7);
    expect(rows[0]).toHaveTextContent('Demonstration');
    expect(rows[0]).toHaveTextContent('Running');
    expect(rows[0]).toHaveTextContent('40% · 4 of 10');
    expect(rows[0]).toHaveTextContent('counting');
    expect(within(rows[0]!).getByRole('progressbar')).toHaveAttribute('aria-valuenow', '40');
    expect(rows[3]).toHaveTextContent('The counter went backwards');
    expect(document.title).toBe('Jobs · OS Credits');
    expect(await axeViolations(container)).toEqual([]);
  });

  it('speaks German', async () => {
    await renderApp({ path, as: admin, language: 'de' });
    const list = await screen.findByRole('list', { name: 'Aufträge' });
    expect(within(list).getAllByRole('listitem')[0]).toHaveTextContent('Vorführung');
    expect(within(list).getAllByRole('listitem')[0]).toHaveTextContent('zählt');
  });

  it('filters by state in the address, several at once, with counts on each', async () => {
    const { router } = await renderApp({ path, as: admin });
    await screen.findByRole('list', { name: 'Jobs' });
    await userEvent.click(await screen.findByRole('button', { name: 'Failed 1' }));
    await userEvent.click(screen.getByRole('button', { name: 'Dead 1' }));
    await waitFor(() => expect(router.state.location.href).toBe('/jobs?state=failed%2Cdead'));
    const list = screen.getByRole('list', { name: 'Jobs' });
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(2));
    expect(screen.getByRole('button', { name: 'Running 1' })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
  });

  it('finds who started a run, and keeps the focus while it is typed', async () => {
    const { router } = await renderApp({ path, as: admin });
    const actor = await screen.findByRole('searchbox', { name: 'Started by' });
    await userEvent.type(actor, 'nig');
    await waitFor(() => expect(router.state.location.href).toBe('/jobs?actor=nig'));
    expect(actor).toHaveFocus();
    await userEvent.keyboard('htly');
    await waitFor(() => expect(router.state.location.href).toBe('/jobs?actor=nightly'));
  });

  it('reads every filter from the address and ignores nonsense', async () => {
    let asked = '';
    server.use(
      http.get('*/api/jobs', ({ request }) => {
        asked = new URL(request.url).search;
        return HttpResponse.json({ jobs: [], counts: countsOf([]), nextCursor: null });
      }),
    );
    const search = 'state=dead,nonsense&type=demo&actor=nightly&from=2026-11-01&to=soon';
    const { router } = await renderApp({ path: `/jobs?${search}`, as: admin });
    await userEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }));
    expect(await screen.findByText('No job has run yet')).toBeInTheDocument();
    expect(router.state.location.href).toBe('/jobs');
    expect(asked).toBe('?limit=25');
  });

  it('asks the API for whole days of the reader', async () => {
    const asked: string[] = [];
    server.use(
      http.get('*/api/jobs', ({ request }) => {
        asked.push(decodeURIComponent(new URL(request.url).search));
        return HttpResponse.json({ jobs: [], counts: countsOf([]), nextCursor: null });
      }),
    );
    await renderApp({ path: '/jobs?state=dead&from=2026-11-01&to=2026-11-02', as: admin });
    await screen.findByText('No run fits');
    const instantOf = (day: string) => new Date(`${day}T00:00`).toISOString();
    expect(asked[0]).toContain(`from=${instantOf('2026-11-01')}&to=${instantOf('2026-11-03')}`);
  });

  it('loads the next page on demand', async () => {
    const pages: Record<string, ListJobsResponse> = {
      first: { jobs: [runOf(21)], counts: countsOf([]), nextCursor: 'next' },
      next: { jobs: [runOf(22)], counts: countsOf([]), nextCursor: null },
    };
    server.use(
      http.get('*/api/jobs', ({ request }) =>
        HttpResponse.json(pages[new URL(request.url).searchParams.get('cursor') ?? 'first']),
      ),
    );
    await renderApp({ path, as: admin });
    await userEvent.click(await screen.findByRole('button', { name: 'Show more' }));
    const list = screen.getByRole('list', { name: 'Jobs' });
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(2));
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('moves by itself while something is at work', async () => {
    await renderApp({ path, as: admin });
    expect(await screen.findByText(/asked for every 2 seconds/)).toBeInTheDocument();
    server.use(
      http.get('*/api/jobs', () =>
        HttpResponse.json({ jobs: [runOf(1)], counts: countsOf([runOf(1)]), nextCursor: null }),
      ),
    );
    expect(await screen.findByText(/asked for every 15 seconds/)).toBeInTheDocument();
    expect(screen.getByText('100% · 10 of 10')).toBeInTheDocument();
  });

  it('says that it loads, and keeps an error with code and retry to itself', async () => {
    server.use(http.get('*/api/jobs', () => problem('overloaded'), { once: true }));
    await renderApp({ path, as: admin });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('overloaded');
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('list', { name: 'Jobs' })).toBeInTheDocument();
  });

  it('shows a skeleton until the first answer', async () => {
    server.use(http.get('*/api/jobs', () => delay('infinite')));
    await renderApp({ path, as: admin });
    expect(await screen.findByText('Loading …')).toBeInTheDocument();
    expect(await screen.findByRole('heading', { name: 'Jobs' })).toBeInTheDocument();
  });
});

describe('dead runs', () => {
  it('stand on top and are requeued together, after a question', async () => {
    await renderApp({ path, as: admin });
    expect(await screen.findByText(/1 run used up all its attempts/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Requeue all' }));
    const dialog = await screen.findByRole('dialog', { name: 'Requeue 1 dead run?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Requeue all' }));
    expect(await screen.findByText('1 run was queued again.')).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('cannot be requeued by who may start nothing, and the button says so', async () => {
    server.use(
      http.get('*/api/jobs/types', () =>
        HttpResponse.json({ types: jobTypes.map((type) => ({ ...type, canStart: false })) }),
      ),
    );
    await renderApp({ path, as: staff });
    const button = await screen.findByRole('button', { name: 'Requeue all' });
    await waitFor(() => expect(button).toHaveAttribute('aria-disabled', 'true'));
    expect(button).toHaveAccessibleDescription(/not start or change it/);
  });
});

describe('the operators’ area', () => {
  it('is not for a project lead, and says where theirs is', async () => {
    await renderApp({ path, as: lead });
    expect(
      await screen.findByText('This part is for the operators of the service'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Operations' })).toBeNull();
  });

  it('is in the header and has a menu for staff', async () => {
    const { container } = await renderApp({ path, as: staff });
    const menu = await screen.findByRole('navigation', { name: 'Operations' });
    expect(within(menu).getByRole('link', { name: 'Jobs' })).toHaveAttribute(
      'aria-current',
      'page',
    );
    expect(screen.getByRole('link', { name: 'Operations' })).toHaveAttribute(
      'aria-current',
      'page',
    );
    expect(await axeViolations(container)).toEqual([]);
  });
});
